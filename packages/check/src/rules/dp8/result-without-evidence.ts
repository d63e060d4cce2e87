import type { UndecidedBy } from '@plimsoll/contract';
import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Judgement, Rule } from '../../model/rule.ts';
import type { ClaimedResult } from '../../model/system.ts';
import { claimLine, perLine, runLine } from './phrases.ts';

export const resultWithoutEvidence: Rule<ClaimedResult> = {
  id: 'dp8/result-without-evidence',
  severity: 'error', // DP8 says MUST
  summary: 'A load test result in a decision leads to a stored run.',
  controls: ['WAF-PERF-060', 'WAF-PERF-100'],
  needs: ['decision', 'load-test'],

  subjects: (system) => perLine(system.claimed.results),

  judge({ claim, resolution }) {
    const evidence = claim.evidence ? [line(claim.evidence.source, claim.evidence.value)] : [];
    switch (resolution.kind) {
      case 'run':
        return keptBy([claimLine(claim), runLine(resolution.run, claim.quantile)]);
      case 'not-found':
        return broken({
          at: claim.evidence?.source ?? claim.source,
          message: `the evidence of this result is run ${claim.evidence?.value ?? ''}, but ${resolution.place} holds no such run`,
          help: 'Name a run that plimsoll history show lists, or fetch the history that holds it.',
          evidence: [claimLine(claim)],
        });
      case 'not-given':
        return open(claim, 'this load test result names no run, so nothing shows it', 'Add the stored run below it: “Evidence: 20261120T101500Z-3f9a2c” (plimsoll history show lists them).', {
          cause: 'no-value-given',
          missing: 'the run that shows the result',
          breaksWhen: 'the run says other numbers',
        });
      case 'no-reference':
        return open(
          claim,
          `the evidence of this result, “${resolution.written.slice(0, 80)}”, is no id of a stored run and no hash`,
          'Name the run by its id (20261120T101500Z-3f9a2c) or by its hash (sha256:…), which plimsoll gate --record prints.',
          { cause: 'no-value-given', missing: 'the id of the run', breaksWhen: 'the run says other numbers' },
          evidence,
        );
      case 'no-history':
        return open(
          claim,
          `the evidence of this result is run ${claim.evidence?.value ?? ''}, and there is no run history here to find it in`,
          'Fetch the branch plimsoll-runs, or keep runs below .plimsoll/runs.',
          { cause: 'outside-the-repository', missing: 'the run history', breaksWhen: 'the run says other numbers' },
          evidence,
        );
      case 'ambiguous':
        return open(
          claim,
          `the hash ${claim.evidence?.value ?? ''} fits ${resolution.ids.length} runs: ${resolution.ids.slice(0, 3).join(', ')}`,
          'Name the run by its id, or by more digits of its hash.',
          { cause: 'no-value-given', missing: 'which of the runs is meant', breaksWhen: 'that one says other numbers' },
          evidence,
        );
    }
  },
};

function open(claim: ClaimedResult['claim'], message: string, help: string, missing: UndecidedBy, evidence: ReturnType<typeof line>[] = []): Judgement {
  return undecided({ at: claim.source, message, help, missing: [missing], evidence });
}
