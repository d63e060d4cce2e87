import { afterAll, describe, expect, it } from 'vitest';
import { gitBranchStore, runText } from '@plimsoll/gate/history';
import { storedRunsOf } from '../../packages/cli/src/measured/stored-runs.ts';
import { plimsoll } from '../cli/session.ts';
import { committed, folderWith, git, removeAll, service, summaryRun, textIn, writeText } from './repositories.ts';

afterAll(removeAll);

const id = '20261120T000000Z-bbbbbb';
const adr = `# 1. Answer from the api\n\nStatus: Accepted\n\n## Decision\n\nx\n\n## Performance Impact\n\n- Design target: P95 < 100ms\n- Load test result: P95 = 80ms\n  - Evidence: ${id}\n`;
const files = { ...service, 'docs/adr/0001-answer-from-the-api.md': adr };
const inBranch = async (folder: string, commit: string): Promise<void> => {
  await gitBranchStore(folder, { environment: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } }).append(summaryRun(id, { commit }));
};
const lint = async (folder: string): Promise<readonly (readonly [rule: string, state: string])[]> => {
  const { out } = await plimsoll(['adr', 'lint', '--format', 'json', '--today', '2026-11-23'], folder);
  return (JSON.parse(out) as { findings: readonly { rule: string; state: string }[] }).findings
    .map(({ rule, state }): readonly [string, string] => [rule, state])
    .filter(([rule]) => !rule.includes('register'));
};

describe('the runs of a repository', () => {
  it('are those below .plimsoll/runs; what is no run is passed by', async () => {
    const folder = folderWith({ ...files, [`.plimsoll/runs/${id}.json`]: runText(summaryRun(id)), '.plimsoll/runs/20261121T000000Z-cccccc.json': '{', '.plimsoll/runs/notes.json': '[]' });
    const history = await storedRunsOf(folder, ['docs/adr/0001.md'])?.load();
    expect([history?.place, history?.runs.map((run) => [run.id, run.percentiles, run.ratePerSecond, run.commit])]).toEqual(['.plimsoll/runs', [[id, [{ quantile: 0.95, valueMs: 80 }], 1000, null]]]);
    expect(await lint(folder)).toEqual([]);
  });
  it('are not asked for where no decision could use them', () => expect(storedRunsOf(folderWith({ 'a.txt': '' }), ['src/a.ts'])).toBeNull());
  it('and those of the branch plimsoll-runs, an ancestor of what is judged', async () => {
    const folder = folderWith(files);
    await inBranch(folder, committed(folder));
    expect(await lint(folder)).toEqual([]);
    git(folder, 'checkout', '-q', '--orphan', 'elsewhere');
    git(folder, 'commit', '-q', '-m', 'another beginning');
    expect(await lint(folder)).toEqual([['dp8/evidence-of-other-code', 'broken']]);
  });
  it('in a shallow clone, with the branch fetched, leave the ancestor undecided', async () => {
    const origin = folderWith(files);
    const first = committed(origin);
    git(origin, 'commit', '-q', '--allow-empty', '-m', 'second');
    git(origin, 'commit', '-q', '--allow-empty', '-m', 'third');
    await inBranch(origin, first);
    const clone = `${folderWith({ 'a.txt': '' })}/clone`;
    git(origin, 'clone', '-q', '--depth=1', '--no-single-branch', `file://${origin}`, clone);
    expect(await lint(clone)).toEqual([['dp8/evidence-of-other-code', 'undecided']]);
  });
  it('a cached report is made anew when a run changes', async () => {
    const folder = folderWith({ ...files, [`.plimsoll/runs/${id}.json`]: runText(summaryRun(id)) });
    expect(await lint(folder)).toEqual([]);
    writeText(folder, runText(summaryRun(id, { p95Ms: 91.5 })), `.plimsoll/runs/${id}.json`);
    expect(await lint(folder)).toEqual([['dp8/result-differs-from-run', 'broken']]);
    expect(textIn(folder, '.plimsoll/cache/reports.json').length).toBeGreaterThan(0);
  });
});

describe('what the contract names', () => {
  it('is read wherever it stands: records, register, what bears on performance', async () => {
    const folder = folderWith({
      ...service,
      'plimsoll.yml': 'decisions: { adr: notes/records, debt: ops/ledger.yml, performance: [notes/records/tides.md] }\n',
      'notes/records/tides.md': '# Names of tides\n\n## Decision\n\nx\n',
      'notes/records/berths.md': `# Answer from the api\n\n## Decision\n\nx\n\n## Performance Impact\n\n- Design target: P95 < 100ms\n- Load test result: P95 = 80ms\n  - Evidence: ${id}\n`,
      'ops/ledger.yml': 'debts:\n  - { id: PERF-1, title: a, owner: a, target: 2026-06-30 }\n',
      [`.plimsoll/runs/${id}.json`]: runText(summaryRun(id, { p95Ms: 91.5 })),
    });
    expect(await lint(folder)).toEqual([
      ['dp8/adr-without-performance-impact', 'broken'],
      ['dp8/debt-overdue', 'broken'],
      ['dp8/result-differs-from-run', 'broken'],
    ]);
  });
});

describe('a waiver that waits for a debt', () => {
  const overdue = 'debts:\n  - { id: PERF-1, title: a, owner: a, target: 2026-06-30, status: open }\n';
  const waiver = (rest: string): string => `- rule: dp8/result-differs-from-run\n  path: docs\n  reason: measured again next week\n${rest}`;
  const broken = (part: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({ ...files, [`.plimsoll/runs/${id}.json`]: runText(summaryRun(id, { p95Ms: 91.5 })), ...part });
  const judged = async (register: string, rest: string): Promise<readonly [boolean, string]> => {
    const folder = folderWith(broken({ 'docs/performance-debt.yml': register, '.plimsoll/ignore.yml': waiver(rest) }));
    const { out } = await plimsoll(['adr', 'lint', '--format', 'json', '--today', '2026-11-23'], folder);
    const report = JSON.parse(out) as { findings: readonly { rule: string; suppressed: { until: string | null } | null }[]; unread: readonly { file: string; message: string }[] };
    const finding = report.findings.find(({ rule }) => rule === 'dp8/result-differs-from-run');
    const note = report.unread.find(({ file }) => file === '.plimsoll/ignore.yml')?.message ?? finding?.suppressed?.until ?? '';
    return [finding?.suppressed !== null, note];
  };
  it.each<[string, string, string, boolean, string]>([
    ['applies until its debt is due', overdue.replace('2026-06', '2027-06'), '  debt: PERF-1\n', true, '2027-06-30'],
    ['or until its own day, if that is earlier', overdue.replace('2026-06', '2027-06'), '  debt: PERF-1\n  until: 2026-12-31\n', true, '2026-12-31'],
    [
      'ends with an overdue debt',
      overdue,
      '  debt: PERF-1\n',
      false,
      'this entry for dp8/result-differs-from-run waits for PERF-1, which was due on 2026-06-30, and no longer applies; pay the debt or extend it with a reason',
    ],
    [
      'ends with a closed debt',
      overdue.replace('open', 'closed'),
      '  debt: PERF-1\n',
      false,
      'this entry for dp8/result-differs-from-run waited for PERF-1, which is closed, and no longer applies; take it out or fix the finding',
    ],
    [
      'does not apply for a debt that is not there',
      overdue,
      '  debt: PERF-2\n',
      false,
      'this entry for dp8/result-differs-from-run waits for PERF-2, which no register here holds, and does not apply; register the debt or give a date with until',
    ],
    [
      'does not apply for a debt without a day',
      overdue.replace('2026-06-30', 'later'),
      '  debt: PERF-1\n',
      false,
      'this entry for dp8/result-differs-from-run waits for PERF-1, which has no target date, and does not apply; give the debt a target or the entry a date with until',
    ],
  ])('%s', async (_, register, rest, applies, note) => expect(await judged(register, rest)).toEqual([applies, note]));
});
