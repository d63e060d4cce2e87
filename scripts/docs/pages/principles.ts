import { posix } from 'node:path';
import { principleIds, principles } from '@plimsoll/contract';
import type { PrincipleId } from '@plimsoll/contract';
import { rules } from '@plimsoll/check/rules';
import { excerpt } from '../excerpt.ts';
import { pageOf } from '../page.ts';
import type { Page } from '../page.ts';
import { isThere, namesIn, textOf } from '../repository.ts';
import { judged, kept } from './judged.ts';
import type { Judged } from './judged.ts';
import { tableOf } from './rules.ts';

const folder = 'docs/principles';
const patches = 'examples/ablation';

/** A page for each principle: our words, and between them what is made while building, in place of the comments that name it. */
export async function principlePages(): Promise<readonly Page[]> {
  const before = await judged('examples/monolith');
  const after = await judged('examples/payments');
  const pages = principleIds.map((id) => {
    const file = `${folder}/${id.toLowerCase()}.md`;
    const made = { rules: tableOf(id), broken: findingsTable(before, id), kept: kept(after, id), step: step(id) };
    return pageOf(`principles/${id.toLowerCase()}`, file, withExcerpts(file, filled(file, textOf(file), made)));
  });
  const overview = filled(`${folder}/readme.md`, textOf(`${folder}/readme.md`), { principles: overviewTable(before, after), measured: measured() });
  return [{ ...pageOf('principles', `${folder}/readme.md`, overview), answers: [`${folder}/readme.md`, folder] }, ...pages];
}

function filled(file: string, text: string, made: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const whole = text.replaceAll(/^<!-- made: (\w+) -->$/gm, (comment, name: string) => {
    const part = made[name];
    if (part === undefined) throw new Error(`${file}: nothing is made for ${comment}`);
    used.add(name);
    return part;
  });
  const missing = Object.keys(made).filter((name) => !used.has(name));
  if (missing.length > 0) throw new Error(`${file} has no place for ${missing.join(', ')}`);
  return whole;
}

/** A link that stands alone and whose title is the beginning of a line becomes the block that begins there; `*` is the whole file. */
function withExcerpts(file: string, text: string): string {
  return text.replaceAll(/^\[([^\]]+)\]\((\S+) '(.+)'\)$/gm, (_, name: string, target: string, begins: string) => {
    const path = posix.join(posix.dirname(file), target);
    const whole = textOf(path);
    const shown = begins === '*' ? { text: whole.trimEnd(), line: 1 } : excerpt(whole, begins);
    return `\`\`\`${languageOf(path)} file=${name}:${shown.line}\n${shown.text}\n\`\`\``;
  });
}

function languageOf(path: string): string {
  return { '.tf': 'tf', '.yml': 'yaml', '.md': 'md', '.js': 'js', '.sql': 'sql' }[posix.extname(path)] ?? 'ts';
}

function findingsTable({ findings }: Judged, id: PrincipleId): string {
  const rows = findings
    .filter(({ principle }) => principle === id)
    .map(
      ({ rule, severity, message, location }) =>
        `| ${severity} | ${escaped(message)} | ${location === null ? '' : `\`${location.file}:${location.line}\``} | [${rule}](/packages/check/src/rules/${rule}.md) |`,
    );
  return `| severity | \`plimsoll check examples/monolith --principle ${id}\` | at | rule |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
}

/** Messages quote code of the repository. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|&]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** What mends this one thing in the monolith, where somebody has made it and measured what it adds. */
function step(id: PrincipleId): string {
  const names = isThere(patches) ? namesIn(patches).filter((name) => name.startsWith(`${id.toLowerCase()}-`) && name.endsWith('.patch')) : [];
  if (names.length === 0) return '';
  return names
    .map(
      (name) =>
        `### The step between\n\nThe monolith with this one principle mended, and nothing else:\n\n::: details ${patches}/${name}\n\n\`\`\`diff\n${textOf(`${patches}/${name}`).trimEnd()}\n\`\`\`\n\n:::`,
    )
    .join('\n\n');
}

function overviewTable(before: Judged, after: Judged): string {
  const rows = principleIds.map((id) => {
    const count = rules.filter((rule) => rule.id.startsWith(`${id.toLowerCase()}/`)).length;
    const [was, is] = [before, after].map((report) => report.principles.find((principle) => principle.id === id));
    return `| [${id} ${principles[id]}](/principles/${id.toLowerCase()}/) | ${count} | ${was?.broken} broken, ${was?.kept} kept | ${is?.kept} kept |`;
  });
  return `| principle | rules | monolith | payments |\n| --- | ---: | --- | --- |\n${rows.join('\n')}`;
}

function measured(): string {
  return isThere('docs/ablation.svg') ? '![What the fix of each principle alone adds to the load that the monolith carries](../ablation.svg)' : '';
}
