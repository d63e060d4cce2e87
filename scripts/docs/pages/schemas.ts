import { written } from '../page.ts';
import type { Page } from '../page.ts';
import { textOf } from '../repository.ts';
import { keysOf } from './schema-keys.ts';
import type { Schema } from './schema-keys.ts';

interface Described {
  readonly name: string;
  readonly title: string;
  readonly schema: string; // in the repository
  readonly about: string;
  readonly example?: string; // in the repository
}

const files: readonly Described[] = [
  {
    name: 'plimsoll-yml',
    title: 'plimsoll.yml',
    schema: 'packages/contract/schema/plimsoll.schema.json',
    about: '`plimsoll init` drafts one. What it states wins over what is found, and is checked.',
    example: 'examples/payments/plimsoll.yml',
  },
  {
    name: 'slo',
    title: 'SLO file',
    schema: 'packages/slo/schema/slo.schema.json',
    about: 'In `docs/slos`, one for each service. `plimsoll slo init SERVICE` begins one.',
    example: 'examples/payments/docs/slos/payment-api.yml',
  },
  {
    name: 'scenario',
    title: 'Scenario of a load test',
    schema: 'packages/gate/schema/scenario.schema.json',
    about: 'What `plimsoll load` and `plimsoll gate` send.',
    example: 'examples/gate/scenario.yml',
  },
  { name: 'ignore', title: 'Ignore file', schema: 'packages/cli/schema/ignore.schema.json', about: '`.plimsoll/ignore.yml`: findings that are left, each with a reason and a last day.' },
  {
    name: 'performance-debt',
    title: 'Performance debt register',
    schema: 'packages/decisions/schema/performance-debt.schema.json',
    about: '`docs/performance-debt.yml`; `plimsoll debt` edits it.',
    example: 'examples/payments/docs/performance-debt.yml',
  },
  { name: 'exemption', title: 'Exemption from a freeze', schema: 'packages/slo/schema/exemption.schema.json', about: 'One file each in `docs/slos/exemptions`.' },
  { name: 'baseline', title: 'Baseline of known findings', schema: 'packages/cli/schema/baseline.schema.json', about: 'Written by `plimsoll check --write-baseline FILE`.' },
  { name: 'check-report', title: 'Report of check, as JSON', schema: 'packages/cli/schema/check-report.schema.json', about: 'What `plimsoll check --format json` prints.' },
  { name: 'slo-report', title: 'Report of slo status and slo gate, as JSON', schema: 'packages/cli/schema/slo-report.schema.json', about: 'What they print with `--format json`.' },
  { name: 'doctor', title: 'Report of doctor, as JSON', schema: 'packages/cli/schema/doctor.schema.json', about: 'What `plimsoll doctor --format json` prints.' },
  { name: 'run', title: 'Stored run', schema: 'packages/gate/schema/run.schema.json', about: 'What `plimsoll gate --record` keeps, in the branch `plimsoll-runs` or below `.plimsoll/runs`.' },
  { name: 'snapshot', title: 'Recording of a Prometheus', schema: 'packages/slo/schema/snapshot.schema.json', about: 'What `plimsoll slo status --record` keeps, and `--replay` decides on.' },
];

/** Schemas that the site hands out, for editors. */
export const publishedSchemas: Readonly<Record<string, string>> = Object.fromEntries(files.map(({ schema }) => [schema, `schema/${schema.split('/').at(-1)}`]));

export function schemaPages(): readonly Page[] {
  const pages = files.map(({ name, title, schema, about, example }) => {
    const read = JSON.parse(textOf(schema)) as Schema;
    const editor = `The schema for editors is [${schema.split('/').at(-1)}](/${schema}).`;
    return { ...written(`reference/files/${name}`, title, `${read.description ?? ''}\n\n${about} ${editor}\n\n${example === undefined ? '' : shown(example)}${keysOf(read)}`), answers: [schema] };
  });
  const list = files.map(({ name, title, about }) => `| [${title}](/reference/files/${name}/) | ${about} |`);
  return [written('reference/files', 'Files and their schemas', `| file | what |\n| --- | --- |\n${list.join('\n')}\n`), ...pages];
}

function shown(file: string): string {
  return `\`\`\`yaml file=${file}\n${textOf(file).trimEnd()}\n\`\`\`\n\n`;
}
