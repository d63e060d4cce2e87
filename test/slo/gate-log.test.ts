import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plimsoll, repository } from '../cli/session.ts';
import { outsideOfCi } from './gate-ci.ts';
import { failed, objective, recording, slo } from './gate-recording.ts';

outsideOfCi();

let home = repository({});
beforeAll(() => {
  home = repository({
    'slo.yml': slo,
    'exhausted.json': recording([objective('availability', 0.999, failed(900, 10))]),
    'little.json': recording([objective('availability', 0.999, failed(700, 10))], { at: '2026-11-24T12:00:00.000Z' }),
  });
});
afterAll(() => home.remove());

const lines = (file: string): readonly string[] => readFileSync(join(home.folder, file), 'utf8').split('\n');

const writers = 4;
const each = 150;
const module = fileURLToPath(new URL('../../packages/cli/src/commands/slo/gate/log.ts', import.meta.url));
const script = `const [name, count] = process.argv.slice(1);
const { appendTo } = await import(${JSON.stringify(module)});
for (let index = 0; index < Number(count); index++) appendTo('many.jsonl', JSON.stringify({ name, index, filler: 'x'.repeat(6000) }) + '\\n', process.cwd());`;

it('lines of processes that write at once are whole', async () => {
  const children = Array.from({ length: writers }, (_, index) =>
    spawn(process.execPath, ['-C', 'source', '--input-type=module', '-e', script, `writer ${index}`, String(each)], { cwd: home.folder, stdio: ['ignore', 'ignore', 'inherit'] }),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as number));
  expect(codes).toEqual([0, 0, 0, 0]);
  const records = lines('many.jsonl')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { name: string; index: number });
  expect(records).toHaveLength(writers * each);
  for (const [, own] of Map.groupBy(records, ({ name }) => name)) expect(own.map(({ index }) => index)).toEqual(Array.from({ length: each }, (_, index) => index));
});

it('a torn line swallows no decision, and is told', async () => {
  const gate = async (file: string) => plimsoll(['slo', 'gate', 'slo.yml', '--replay', file, '--log', 'torn.jsonl'], home.folder);
  expect((await gate('exhausted.json')).code).toBe(1);
  appendFileSync(join(home.folder, 'torn.jsonl'), '{"schemaVersion":1,"service":"quay","at":"2026-11-23T1');
  const session = await gate('little.json');
  expect([session.code, session.err]).toEqual([1, 'plimsoll: torn.jsonl: 1 line is no decision and was passed by\n']); // the freeze of before is still known
  expect(lines('torn.jsonl')).toHaveLength(4);
  expect(JSON.parse(lines('torn.jsonl')[2] ?? '')).toMatchObject({ verdict: 'frozen', objectives: [{ cause: 'not-lifted' }] });
});

it('a log of something else decides nothing', async () => {
  appendFileSync(join(home.folder, 'other.jsonl'), '[]\nnull\n{"schemaVersion":1,"service":"quay","at":"2026-11-01T00:00:00Z","objectives":[{"name":"availability","frozen":"yes"}]}\n\u0000\n');
  const session = await plimsoll(['slo', 'gate', 'slo.yml', '--replay', 'little.json', '--log', 'other.jsonl'], home.folder);
  expect([session.code, session.err]).toEqual([0, 'plimsoll: other.jsonl: 4 lines are no decision and were passed by\n']);
});

it('says who, when, of which commit, on what', async () => {
  const { code } = await plimsoll(['slo', 'gate', 'slo.yml', '--replay', 'exhausted.json', '--log', 'who.jsonl', '--change', 'fix'], home.folder);
  expect([code, JSON.parse(lines('who.jsonl')[0] ?? '')]).toEqual([
    0,
    expect.objectContaining({
      decidedAt: '2026-11-23T12:00:00.000Z',
      at: '2026-11-23T12:00:00.000Z',
      service: 'quay',
      verdict: 'go',
      budgetVerdict: 'frozen',
      exitCode: 0,
      advisory: false,
      change: 'fix',
      evidence: ['stated as fix'],
      by: expect.any(String) as unknown,
      inputs: expect.stringMatching(/^sha256:/) as unknown,
    }),
  ]);
});
