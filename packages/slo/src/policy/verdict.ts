export type DeployVerdict = 'go' | 'caution' | 'unknown' | 'frozen';

/** From best to worst. */
const order: readonly DeployVerdict[] = ['go', 'caution', 'unknown', 'frozen'];

/** The worst decides, never a mean: an exhausted budget beside two healthy ones is exhausted. Of nothing `unknown`: nothing approves nothing. */
export function worstVerdict(verdicts: readonly DeployVerdict[]): DeployVerdict {
  if (verdicts.length === 0) return 'unknown';
  return verdicts.reduce<DeployVerdict>((worst, verdict) => (compareVerdicts(verdict, worst) < 0 ? verdict : worst), 'go');
}

/** Worst first. */
export function compareVerdicts(a: DeployVerdict, b: DeployVerdict): number {
  return order.indexOf(b) - order.indexOf(a);
}
