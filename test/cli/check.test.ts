import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckReport } from '@plimsoll/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { found, plimsoll, repository } from './session.ts';

const folders: Record<string, string> = {};
const removals: (() => void)[] = [];

beforeAll(() => {
  for (const [name, files] of Object.entries(found)) {
    const { folder, remove } = repository(files);
    folders[name] = folder;
    removals.push(remove);
  }
});
afterAll(() => {
  for (const remove of removals) remove();
});

const at = (name: keyof typeof found): string => folders[name] ?? '';

describe('the exit code of check', () => {
  it.each<readonly [keyof typeof found, string | null, number]>([
    ['nothing', null, 0],
    ['nothing', 'undecided', 0],
    ['kept', null, 0],
    ['kept', 'info', 0],
    ['kept', 'undecided', 0],
    ['error', null, 1],
    ['error', 'error', 1],
    ['error', 'warning', 1],
    ['error', 'info', 1],
    ['error', 'undecided', 1],
    ['error', 'never', 0],
    ['warning', null, 0],
    ['warning', 'error', 0],
    ['warning', 'warning', 1],
    ['warning', 'info', 1],
    ['warning', 'undecided', 0],
    ['warning', 'never', 0],
    ['undecided', null, 0],
    ['undecided', 'error', 0],
    ['undecided', 'info', 0],
    ['undecided', 'undecided', 3],
    ['undecided', 'never', 0],
  ])('%s, --fail-on %s: %i', async (name, failOn, expected) => {
    const { code, err } = await plimsoll(['check', ...(failOn === null ? [] : ['--fail-on', failOn])], at(name));
    expect({ code, err }).toEqual({ code: expected, err: '' });
  });

  it('is 0 where the finding is suppressed with a reason and an end', async () => {
    const text = found.error['src/server.js']?.replace('new Pool(limits);', 'new Pool(limits); // plimsoll-ignore dp4/connection-per-call -- measured last week (until 2027-03-31)') ?? '';
    const { folder, remove } = repository({ ...found.error, 'src/server.js': text });
    try {
      expect((await plimsoll(['check'], folder)).code).toBe(0);
      expect((await plimsoll(['check', '--today', '2027-04-01'], folder)).code, 'and 1 after its end').toBe(1);
    } finally {
      remove();
    }
  });

  it.each(['text', 'markdown', 'html', 'github'])('is 2 for a contract that is not valid, and the report in %s says no other', async (format) => {
    const { folder, remove } = repository({ ...found.kept, 'plimsoll.yml': 'sistem: harbour\n' });
    const { code, out } = await plimsoll(['check', '--format', format], folder);
    remove();
    expect(code).toBe(2);
    expect(out.toLowerCase()).toContain('could not be judged');
    expect(out).toContain('exit 2: plimsoll.yml is not valid');
    expect(out).not.toMatch(/exit 0|✓ Holds/);
  });
  it('is 2 for a contract that cannot be read', async () => {
    const { folder, remove } = repository({ ...found.kept, 'plimsoll.yml': 'sistem: harbour\n' });
    try {
      const { code, out, err } = await plimsoll(['check'], folder);
      expect(code).toBe(2);
      expect(out + err).toMatch(/plimsoll\.yml:1.*sistem.*system/s);
    } finally {
      remove();
    }
  });
});

describe('--format', () => {
  it('text shows the scorecard and the finding with its line', async () => {
    const { out } = await plimsoll(['check'], at('error'));
    expect(out).toMatch(/DP4 .*broken/);
    expect(out).toContain('dp4/connection-per-call');
    expect(out).toContain('src/server.js:4:14');
    expect(out).toContain('const pool = new Pool(limits);');
    expect(out).toContain('2026-11-23');
  });

  it('json has the shape that is promised', async () => {
    const { out } = await plimsoll(['check', '--format', 'json', '--today', '2026-01-02'], at('error'));
    const report = JSON.parse(out) as CheckReport;
    expect(report).toMatchObject({ schemaVersion: 1, tool: { name: 'plimsoll' }, today: '2026-01-02', unread: [], internalErrors: [], stats: { files: 2 } });
    expect(report.principles.map(({ id }) => id)).toEqual(['DP1', 'DP2', 'DP3', 'DP4', 'DP5', 'DP6', 'DP7', 'DP8']);
    expect(report.findings).toMatchObject([
      { rule: 'dp4/connection-per-call', state: 'broken', severity: 'error', location: { file: 'src/server.js', line: 4, column: 14, endLine: 4, endColumn: 30 }, suppressed: null },
    ]);
    expect(report.findings[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  it('json is the same twice', async () => {
    const run = async (): Promise<string> => (await plimsoll(['check', '--format', 'json'], at('error'))).out.replace(/"ms": \d+/, '');
    expect(await run()).toBe(await run());
  });

  it('sarif names the version, the rule and the place', async () => {
    const { out } = await plimsoll(['check', '--format', 'sarif'], at('error'));
    expect(JSON.parse(out)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: expect.stringMatching(/plimsoll/i) } },
          results: [{ ruleId: 'dp4/connection-per-call', locations: [{ physicalLocation: { artifactLocation: { uri: 'src/server.js' }, region: { startLine: 4, startColumn: 14 } } }] }],
        },
      ],
    });
  });

  it('writes files beside one text, without colour in them', async () => {
    const { folder, remove } = repository(found.error);
    try {
      const { code, out } = await plimsoll(['check', '--format', 'text', '--format', 'json=report.json', '--format', 'sarif=report.sarif', '--format', 'text=report.txt'], folder, { colour: true });
      expect(code).toBe(1);
      expect(out).toContain('\u{1b}[');
      expect((JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as CheckReport).schemaVersion).toBe(1);
      expect((JSON.parse(readFileSync(join(folder, 'report.sarif'), 'utf8')) as { version: string }).version).toBe('2.1.0');
      expect(readFileSync(join(folder, 'report.txt'), 'utf8')).not.toContain('\u{1b}');
    } finally {
      remove();
    }
  });

  it.each([
    ['junit', /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites [^>]*failures="1"/],
    ['markdown', /^## Plimsoll: does not hold\n[^]*src\/server\.js:4:14/],
    ['html', /^<!doctype html>\n[^]*<mark>new Pool\(limits\)<\/mark>/],
    ['github', /^::error file=src\/server\.js,line=4,endLine=4,col=14,endColumn=29,title=dp4\/connection-per-call::/],
  ])('%s goes to standard output or to a file', async (format, content) => {
    const { folder, remove } = repository(found.error);
    try {
      const { code, out } = await plimsoll(['check', '--format', format], folder);
      expect(code).toBe(1);
      expect(out).toMatch(content);
      expect((await plimsoll(['check', '--format', `${format}=report`], folder)).out).toBe('');
      expect(withoutTime(readFileSync(join(folder, 'report'), 'utf8'))).toBe(withoutTime(out));
    } finally {
      remove();
    }
  });

  it('github names files from the folder where a workflow starts', async () => {
    const { folder, remove } = repository(Object.fromEntries(Object.entries(found.error).map(([path, text]) => [`apps/harbour/${path}`, text])));
    try {
      expect((await plimsoll(['check', '--format', 'github', 'apps/harbour'], folder)).out).toMatch(/^::error file=apps\/harbour\/src\/server\.js,/);
    } finally {
      remove();
    }
  });

  it('says what cannot be written', async () => {
    const { code, err } = await plimsoll(['check', '--format', 'json=no/such/folder/report.json'], at('kept'));
    expect(code).toBe(2);
    expect(err).toMatch(/^plimsoll: no\/such\/folder\/report\.json cannot be written/);
  });
});

describe('the terminal', () => {
  it('gets colour only when it has some', async () => {
    expect((await plimsoll(['check'], at('error'), { colour: true })).out).toContain('\u{1b}[');
    expect((await plimsoll(['check'], at('error'))).out).not.toContain('\u{1b}');
  });

  it.each([40, 80, 200])('of %i columns is not overrun', async (columns) => {
    const { out } = await plimsoll(['check'], at('error'), { columns });
    const tooLong = out.split('\n').filter((line) => [...line].length > Math.max(columns, 80));
    expect(tooLong).toEqual([]);
  });

  it('sees no progress of a check that is quick, nor when it is none', async () => {
    expect((await plimsoll(['check'], at('kept'), { interactive: true })).err).toBe('');
    expect((await plimsoll(['check'], at('kept'))).err).toBe('');
  });

  it('is not steered by what stands in a repository', async () => {
    const { folder, remove } = repository({
      ...found.error,
      'k8s/\u{1b}[2Jevil\n.yaml': 'apiVersion: v1\nkind: Service\n  x\n',
      'src/server.js': found.error['src/server.js']?.replace('new Pool(limits);', 'new Pool(limits); // \u{1b}[2J\u{9b}31m\r') ?? '',
    });
    try {
      const { out } = await plimsoll(['check', '--all'], folder);
      const steering = Array.from(out, (character) => character.codePointAt(0) ?? 0).filter((code) => (code < 0x20 && code !== 0x0a) || (code >= 0x7f && code < 0xa0));
      expect(steering).toEqual([]);
    } finally {
      remove();
    }
  });
});

/** How long it took, and the count of files, of which the report is one the second time. */
function withoutTime(text: string): string {
  return text.replaceAll(/"[0-9.]+"(?= ?\/?>)| in \d+ ms|read \d+ files|Read<\/dt><dd>.*?<\/dd>/gs, '');
}
