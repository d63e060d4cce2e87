import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: unknown }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

interface Workflow {
  readonly on: unknown;
  readonly jobs: Readonly<Record<string, { readonly permissions?: unknown; readonly steps: readonly Step[] }>>;
}

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const text = read('action/action.yml');
const action = parse(text) as Action;
const { steps } = action.runs;
const page = read('docs/ci/readme.md');
const workflows = [...page.matchAll(/```yaml file=(\S+)\n(.*?)```/gs)].map(([, file = '', yaml = '']) => ({ file, workflow: parse(yaml) as Workflow }));

/** What docs.github.com, "Metadata syntax reference for GitHub Actions", says of composite actions. */
const shape = {
  type: 'object',
  required: ['name', 'description', 'runs'],
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    description: { type: 'string' },
    author: { type: 'string' },
    branding: {
      type: 'object',
      additionalProperties: false,
      properties: { icon: { type: 'string' }, color: { enum: ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'] } },
    },
    inputs: {
      type: 'object',
      propertyNames: { pattern: '^[_a-zA-Z][a-zA-Z0-9_-]*$' },
      additionalProperties: {
        type: 'object',
        required: ['description', 'default'],
        additionalProperties: false,
        properties: { description: { type: 'string' }, default: { type: 'string' }, required: { type: 'boolean' } },
      },
    },
    outputs: {
      type: 'object',
      additionalProperties: { type: 'object', required: ['description', 'value'], additionalProperties: false, properties: { description: { type: 'string' }, value: { type: 'string' } } },
    },
    runs: {
      type: 'object',
      required: ['using', 'steps'],
      additionalProperties: false,
      properties: {
        using: { const: 'composite' },
        steps: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            properties: {
              id: { type: 'string', pattern: '^[_a-zA-Z][a-zA-Z0-9_-]*$' },
              name: { type: 'string' },
              if: { type: 'string' },
              shell: { type: 'string' },
              run: { type: 'string' },
              'working-directory': { type: 'string' },
              uses: { type: 'string' },
              with: { type: 'object', additionalProperties: { type: 'string' } },
              env: { type: 'object', additionalProperties: { type: 'string' } },
              'continue-on-error': { type: 'boolean' },
            },
            oneOf: [{ required: ['run', 'shell'] }, { required: ['uses'] }], // a run step of a composite action names its shell
          },
        },
      },
    },
  },
};

/** What is interpolated into a script becomes part of it: a branch may be called `$(curl …)`. */
function interpolatedScripts(all: readonly Step[]): readonly string[] {
  return all.flatMap((step) => (step.run?.includes('${{') === true ? [step.run] : []));
}

function notPinned(all: readonly Step[]): readonly string[] {
  return all.flatMap(({ uses }) => (uses === undefined || /^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/.test(uses) ? [] : [uses]));
}

test('the action has the documented shape', () => {
  const validate = new Ajv({ allErrors: true }).compile(shape);
  validate(action);
  expect(validate.errors).toBeNull();
  expect(validate({ ...action, runs: { using: 'composite', steps: [{ run: 'echo' }] } })).toBe(false);
});

test('every input that is used is declared, and the other way round', () => {
  const used = new Set([...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name));
  expect([...used].toSorted()).toEqual(Object.keys(action.inputs).toSorted());
});

test('every step that is named exists and stands before', () => {
  const ids = steps.flatMap((step) => step.id ?? []);
  for (const [, id] of text.matchAll(/steps\.([\w-]+)\./g)) expect(ids).toContain(id);
  for (const [index, step] of steps.entries()) {
    for (const [, id] of JSON.stringify(step).matchAll(/steps\.([\w-]+)\./g)) expect(steps.slice(0, index).map((each) => each.id)).toContain(id);
  }
});

test('the outputs are written by the scripts', () => {
  for (const { value } of Object.values(action.outputs)) {
    const [, step = '', output = ''] = /steps\.([\w-]+)\.outputs\.([\w-]+)/.exec(value) ?? [];
    expect(read(`action/${step}.sh`)).toContain(`${output}=`);
  }
});

test('no script interpolates an expression, and others are pinned by commit', () => {
  expect(interpolatedScripts(steps)).toEqual([]);
  expect(notPinned(steps)).toEqual([]);
  expect(interpolatedScripts([{ run: 'echo ${{ github.head_ref }}' }])).toHaveLength(1);
  expect(notPinned([{ uses: 'actions/checkout@v4' }])).toHaveLength(1);
});

test('the token reaches one step, and that as its environment', () => {
  expect(steps.filter((step) => JSON.stringify(step).includes('inputs.token')).map((step) => step.id)).toEqual(['gate']);
});

test('a step runs although an earlier one failed, the last one decides', () => {
  expect(steps.slice(1).map((step) => step.if?.startsWith('always()'))).toEqual([true, true, true]);
  expect(steps.at(-1)?.run).toContain('decide.sh');
});

test('the page names every input and output, and only those', () => {
  const table = page.slice(page.indexOf('## On GitHub'), page.indexOf('## On GitLab'));
  const names = [...Object.keys(action.inputs), ...Object.keys(action.outputs)];
  for (const name of names) expect(table).toContain(`\`${name}\``);
  const workflow = workflows.find(({ file }) => file.endsWith('/plimsoll.yml'))?.workflow;
  const ours = workflow?.jobs['plimsoll']?.steps.find((step) => step.uses?.includes('/action@') === true);
  for (const name of Object.keys(ours?.with ?? {})) expect(Object.keys(action.inputs)).toContain(name);
});

test('the workflows of the page interpolate nothing into scripts, and the one with a token that writes checks nothing out', () => {
  expect(workflows.map(({ file }) => file)).toEqual(['.github/workflows/plimsoll.yml', '.github/workflows/plimsoll-comment.yml']);
  for (const { workflow } of workflows) {
    const all = Object.values(workflow.jobs).flatMap((job) => job.steps);
    expect(interpolatedScripts(all)).toEqual([]);
    expect(notPinned(all).filter((uses) => !uses.startsWith('plimsoll/'))).toEqual([]);
  }
  const comment = workflows[1]?.workflow.jobs['comment'];
  expect(comment?.permissions).toEqual({ actions: 'read', 'pull-requests': 'write' });
  expect(comment?.steps.some((step) => step.uses?.startsWith('actions/checkout') === true)).toBe(false);
});

test('the jobs for GitLab are whole, and quote what a stranger may have named', () => {
  const jobs = parse(read('docs/ci/gitlab.yml')) as Readonly<Record<string, { readonly extends?: string; readonly script?: readonly string[]; readonly artifacts?: unknown }>>;
  const ours = Object.entries(jobs).filter(([name]) => name.startsWith('plimsoll-'));
  expect(ours.map(([name]) => name)).toEqual(['plimsoll-check', 'plimsoll-gate', 'plimsoll-slo-gate']);
  for (const [, job] of ours) {
    expect(job.extends).toBe('.plimsoll');
    expect(jobs[job.extends ?? '']).toMatchObject({ artifacts: { when: 'always' } });
    for (const line of job.script ?? []) expect(line.replaceAll(/"[^"]*"/g, '')).not.toContain('$');
  }
});
