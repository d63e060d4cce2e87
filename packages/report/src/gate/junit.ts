import type { AbsoluteResult, GateReport, RelativeResult, ValidityCheck } from '@plimsoll/gate';
import { document, element } from '../junit/xml.ts';
import type { Element } from '../junit/xml.ts';

type Outcome = 'passed' | 'failure' | 'skipped';

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly says: string;
}

/** JUnit XML: a case for each check of validity, each limit and each comparison. What could not be judged is skipped with the reason. */
export function gateJunit(report: GateReport): string {
  const cases: readonly Case[] = [
    ...report.validity.map(ofValidity),
    ...report.absolute.map((result) => ofLimit(result, report.verdict === 'invalid')),
    ...report.relative.map((result) => ofComparison(result, report.verdict === 'invalid')),
    ...(report.absolute.length + report.relative.length === 0 ? [ofNothing(report)] : []),
  ];
  const suites = [...Map.groupBy(cases, ({ suite }) => suite)];
  const count = (list: readonly Case[], outcome: Outcome): number => list.filter((each) => each.outcome === outcome).length;
  return document(
    element(
      'testsuites',
      { name: `plimsoll gate ${report.tool.version}`, tests: cases.length, failures: count(cases, 'failure'), errors: 0, time: 0 },
      suites.map(([name, list]) =>
        element(
          'testsuite',
          { name, tests: list.length, failures: count(list, 'failure'), errors: 0, skipped: count(list, 'skipped'), time: 0, timestamp: `${report.today}T00:00:00` },
          list.map(caseElement),
        ),
      ),
    ),
  );
}

function caseElement({ suite, name, outcome, says }: Case): Element {
  const inner = outcome === 'passed' ? [] : [outcome === 'failure' ? element('failure', { message: says, type: 'gate' }, says) : element('skipped', { message: says })];
  return element('testcase', { classname: `gate.${suite}`, name, time: 0 }, inner);
}

function ofValidity({ name, holds, says }: ValidityCheck): Case {
  return { suite: 'validity', name, outcome: holds === null ? 'skipped' : holds ? 'passed' : 'failure', says };
}

/** Without a limit or a base nothing was judged, and a server that sees only kept checks would show a success. */
function ofNothing({ reasons }: GateReport): Case {
  return { suite: 'limits', name: 'verdict', outcome: 'skipped', says: reasons.join('; ') };
}

/** A measurement that proves nothing neither fails nor passes a limit. */
function ofLimit({ criterion, answer, says }: AbsoluteResult, invalid: boolean): Case {
  return {
    suite: 'limits',
    name: `${criterion.name} ${criterion.endpoint}`,
    outcome: invalid || answer === 'unclear' || answer === 'not-measured' ? 'skipped' : answer === 'over' ? 'failure' : 'passed',
    says,
  };
}

function ofComparison({ metric, endpoint, answer, says }: RelativeResult, invalid: boolean): Case {
  return { suite: 'comparison', name: `${metric} ${endpoint}`, outcome: invalid || answer === 'unclear' || answer === 'quarantined' ? 'skipped' : answer === 'slower' ? 'failure' : 'passed', says };
}
