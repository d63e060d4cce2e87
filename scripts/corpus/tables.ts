import type { UndecidedCause } from '@plimsoll/contract';
import type { Checked } from './run.ts';
import type { Judged } from './labels.ts';

/** The tables of a run, as Markdown: they stand in bench/RESULTS.md as they are. */
export function tables(results: readonly Checked[]): string {
  const judged = results.flatMap((result) => result.judged);
  return [repositories(results), rates('principle', judged, (rule) => rule.split('/')[0]?.toUpperCase() ?? rule), rates('rule', judged, (rule) => rule), subjects(results)].join('\n');
}

function repositories(results: readonly Checked[]): string {
  const rows = results.map((result) => {
    const broken = result.report.findings.filter((finding) => finding.state === 'broken').length;
    return `| ${result.repository} | ${result.report.stats.files} | ${result.seconds.toFixed(1)} | ${result.peakMb} | ${broken} | ${result.report.findings.length - broken} | ${result.report.unread.length} | ${share(result.judged, 'found')} | ${share(result.judged, 'silent')} | ${share(result.judged, 'undecided')} | ${result.exitCode} |`;
  });
  return `| repository | files | s | peak MB | broken | undecided | unread | places found | traps silent | undecided met | exit |\n| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n${rows.join('\n')}\n`;
}

function rates(what: string, judged: readonly Judged[], groupOf: (rule: string) => string): string {
  const groups = Map.groupBy(
    judged.filter(({ label }) => label.scope === 'now'),
    ({ label }) => groupOf(label.rule),
  );
  const rows = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => `| ${name} | ${share(own, 'found')} | ${share(own, 'silent')} | ${share(own, 'undecided')} |`);
  const all = judged.filter(({ label }) => label.scope === 'now');
  return `| ${what} | places found | traps silent | undecided met |\n| --- | --: | --: | --: |\n${rows.join('\n')}\n| **all** | ${share(all, 'found')} | ${share(all, 'silent')} | ${share(all, 'undecided')} |\n`;
}

function share(judged: readonly Judged[], expect: string): string {
  const own = judged.filter(({ label }) => label.expect === expect && label.scope === 'now');
  if (own.length === 0) return '–';
  const met = own.filter((entry) => entry.met).length;
  return `${met}/${own.length} (${Math.round((100 * met) / own.length)} %)`;
}

function subjects(results: readonly Checked[]): string {
  const causes: readonly UndecidedCause[] = ['outside-the-repository', 'no-value-given', 'not-supported-yet'];
  const totals = new Map<string, number[]>();
  for (const rule of results.flatMap((result) => result.report.rules)) {
    const known = totals.get(rule.rule) ?? [0, 0, 0, 0, 0, 0];
    const own = [rule.kept, rule.broken, rule.undecided, ...causes.map((cause) => rule.undecidedByCause[cause])];
    totals.set(
      rule.rule,
      known.map((value, index) => value + (own[index] ?? 0)),
    );
  }
  const rows = [...totals].map(([rule, values]) => `| ${rule} | ${values.join(' | ')} |`);
  const sums = [...totals.values()].reduce((total, values) => total.map((value, index) => value + (values[index] ?? 0)), [0, 0, 0, 0, 0, 0]);
  const [kept = 0, broken = 0, undecided = 0, , , unsupported = 0] = sums;
  const subjectsInAll = kept + broken + undecided;
  return `| rule | kept | broken | undecided | outside | no value | not supported |\n| --- | --: | --: | --: | --: | --: | --: |\n${rows.join('\n')}\n| **all** | ${sums.join(' | ')} |\n\nUndecided because not supported yet: ${unsupported} of ${subjectsInAll} subjects (${subjectsInAll === 0 ? 0 : ((100 * unsupported) / subjectsInAll).toFixed(1)} %).\n`;
}
