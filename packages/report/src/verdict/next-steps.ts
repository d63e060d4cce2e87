import type { CheckReport, Finding } from '@plimsoll/contract';

/** What to do next, and the command that begins it. */
export interface NextStep {
  readonly says: string;
  readonly command: string;
}

const stepsMost = 3;

/** From so many findings on, mending all at once is no plan. */
const manyFindings = 10;

/**
 * The most valuable next steps for this repository, best first: the finding that weighs most, the value that decides most, and the promise that is
 * missing. They are for a repository that has no contract yet; one with a contract knows its way.
 */
export function nextSteps(report: CheckReport): readonly NextStep[] {
  const open = report.findings.filter(({ suppressed }) => !suppressed);
  const broken = open.filter(({ state }) => state === 'broken');
  return [worst(broken), mostWanted(open.filter(({ state }) => state === 'undecided')), withoutObjectives(broken), withoutLoadTest(broken), adopt(broken), declare(report)]
    .filter((step) => step !== null)
    .filter(({ command }, index, all) => all.findIndex((other) => other.command === command) === index)
    .slice(0, stepsMost);
}

/** An error weighs more than any warning; among equals the one that more files lead to, as it is the one that nobody sees in review. */
function worst(broken: readonly Finding[]): NextStep | null {
  const order = { error: 0, warning: 1, info: 2 };
  const [first] = broken
    .filter(({ severity, location }) => severity !== 'info' && location !== null)
    .toSorted((a, b) => order[a.severity] - order[b.severity] || filesOf(b) - filesOf(a) || b.places.length - a.places.length);
  return first?.location ? { says: `mend ${first.location.file}:${first.location.line} first`, command: `plimsoll explain ${first.rule}` } : null;
}

/** How many files led to a finding: what more of them led to, nobody sees in review. */
export function filesOf({ location, evidence }: Finding): number {
  return new Set([location?.file, ...evidence.map(({ file }) => file)]).size;
}

/** The missing value that most judgements wait for, where a contract can state it: what decisions and registers lack (DP8) it cannot. */
function mostWanted(undecided: readonly Finding[]): NextStep | null {
  const waiting = new Map<string, number>();
  const stated = undecided.filter(({ principle }) => principle !== 'DP8');
  for (const { undecidedBy } of stated) for (const { cause, missing } of undecidedBy) if (cause !== 'not-supported-yet') waiting.set(missing, (waiting.get(missing) ?? 0) + 1);
  const [most] = [...waiting].toSorted((a, b) => b[1] - a[1]);
  return most ? { says: `state ${most[0]}, which decides ${most[1]} ${most[1] === 1 ? 'judgement' : 'judgements'}`, command: 'plimsoll init' } : null;
}

function withoutObjectives(broken: readonly Finding[]): NextStep | null {
  const found = broken.find(({ rule }) => rule === 'dp5/service-without-slo');
  const service = /^workload:([\w.-]+)$/.exec(found?.subject ?? '')?.[1];
  return found ? { says: 'say when a service is fast enough', command: `plimsoll slo init ${service ?? 'SERVICE'}` } : null;
}

function withoutLoadTest(broken: readonly Finding[]): NextStep | null {
  const found = broken.some(({ rule }) => rule === 'dp7/deploy-without-load-test');
  return found ? { says: 'measure what one instance carries', command: 'plimsoll load http://127.0.0.1:PORT/ --rate 100 --duration 30s' } : null;
}

function adopt(broken: readonly Finding[]): NextStep | null {
  return broken.length >= manyFindings ? { says: `keep the ${broken.length} findings as known, so that only new ones fail`, command: 'plimsoll check --write-baseline .plimsoll/baseline.json' } : null;
}

function declare(report: CheckReport): NextStep | null {
  return report.principles.some(({ status }) => status !== 'not-applicable') ? { says: 'write down what was understood, and correct it', command: 'plimsoll init' } : null;
}
