import { principleIds, principles } from '@plimsoll/contract';
import type { CheckReport, Finding, PrincipleId } from '@plimsoll/contract';
import { missingOf, plainFinding, whereOf } from '../plain/plain-finding.ts';
import { counted } from '../verdict/verdict.ts';
import { document, element } from './xml.ts';
import type { Element } from './xml.ts';

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly element: Element;
  readonly result: 'passed' | 'failure' | 'error' | 'skipped';
}

/**
 * JUnit XML as Jenkins, GitLab and others read it: a suite for each principle, in it a case for each finding, and one for each rule
 * that is kept somewhere. Broken is a failure, undecided and suppressed are skipped with the reason, a bug of ours is an error. Only attributes of the strictest
 * schema in use (junit-10.xsd of Jenkins' xUnit plugin) are written; it knows no file on a case, so the place stands in the message.
 */
export function junitReport(report: CheckReport): string {
  const suites = [null, ...principleIds].flatMap((id): readonly Suite[] => {
    const cases = [...report.findings.filter((finding) => finding.principle === id).map((finding) => caseOf(finding, report)), ...keptCases(id, report)];
    return cases.length === 0 ? [] : [{ name: id === null ? 'plimsoll.yml' : `${id} ${principles[id]}`, cases }];
  });
  const all = report.internalErrors.length === 0 ? suites : [...suites, { name: 'Plimsoll', cases: report.internalErrors.map(bugCase) }];
  const seconds = report.stats.ms / 1000;
  return document(
    element(
      'testsuites',
      { name: `plimsoll ${report.tool.version}`, ...totals(all.flatMap((suite) => suite.cases)), time: seconds },
      all.map((suite) =>
        element(
          'testsuite',
          { name: suite.name, ...totals(suite.cases), skipped: count(suite.cases, 'skipped'), time: 0, timestamp: `${report.today}T00:00:00` },
          suite.cases.map((entry) => entry.element),
        ),
      ),
    ),
  );
}

function totals(cases: readonly Case[]): Readonly<Record<'tests' | 'failures' | 'errors', number>> {
  return { tests: cases.length, failures: count(cases, 'failure'), errors: count(cases, 'error') };
}

function count(cases: readonly Case[], result: Case['result']): number {
  return cases.filter((entry) => entry.result === result).length;
}

function caseOf(finding: Finding, report: CheckReport): Case {
  const { result, inner } = resultOf(finding, report);
  return { result, element: element('testcase', { classname: finding.rule, name: nameOf(finding), time: 0 }, [inner]) };
}

/** Names stay when lines move, so that a server can follow a case from run to run. */
function nameOf(finding: Finding): string {
  const file = finding.location?.file ?? '';
  const subject = finding.subject.replaceAll(/(?::\d+)+(?=$|[@:])/g, '');
  return `${subject}${file === '' || subject.includes(file) ? '' : ` in ${file}`} [${finding.fingerprint}]`;
}

function resultOf(finding: Finding, report: CheckReport): { result: Case['result']; inner: Element } {
  const { suppressed } = finding;
  if (suppressed) {
    const until = suppressed.until === null ? '' : ` (until ${suppressed.until})`;
    return { result: 'skipped', inner: element('skipped', { message: `suppressed: ${suppressed.reason}${until}` }) };
  }
  if (finding.state === 'undecided') return { result: 'skipped', inner: element('skipped', { message: `undecided: ${[finding.message, ...missingOf(finding)].join('; ')}` }) };
  return { result: 'failure', inner: element('failure', { type: finding.severity, message: `${whereOf(finding)} ${finding.message}` }, plainFinding(finding, report)) };
}

function keptCases(id: PrincipleId | null, report: CheckReport): readonly Case[] {
  const own = report.rules.filter(({ rule, kept }) => kept > 0 && (id === null ? rule.startsWith('contract/') : rule.startsWith(`${id.toLowerCase()}/`)));
  return own.map(({ rule, kept }) => ({ result: 'passed', element: element('testcase', { classname: rule, name: `kept by ${counted(kept, 'subject')}`, time: 0 }) }));
}

function bugCase(error: string, index: number): Case {
  return {
    result: 'error',
    element: element('testcase', { classname: 'plimsoll', name: `bug ${index + 1}`, time: 0 }, [element('error', { type: 'bug', message: error.split('\n')[0] ?? '' }, error)]),
  };
}
