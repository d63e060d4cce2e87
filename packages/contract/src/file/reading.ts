import type { Source } from '../source.ts';
import type { ContractProblem } from './contract.ts';

const problemsMax = 200;
const nodesMax = 50_000;

/** One pass over one file: collects problems, and ends early when anchors make the file larger than anything a person wrote. */
export interface Reading {
  readonly problems: ContractProblem[];
  problem(source: Source, message: string): void;
  /** False when the file holds too many values; the caller then stops. */
  step(source: Source): boolean;
}

export function startReading(): Reading {
  const problems: ContractProblem[] = [];
  let nodes = 0;
  const problem = (source: Source, message: string): void => {
    if (problems.length < problemsMax) problems.push({ ...source, message });
    else if (problems.length === problemsMax) problems.push({ ...source, message: `more than ${problemsMax} problems; the others are not shown` });
  };
  return {
    problems,
    problem,
    step: (source) => {
      if (++nodes === nodesMax + 1) problem(source, `more than ${nodesMax} values in one contract; the rest was not read`);
      return nodes <= nodesMax;
    },
  };
}
