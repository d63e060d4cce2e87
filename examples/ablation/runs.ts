import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Provenance } from '../local/provenance.ts';
import type { Fraud, Measured } from './measure.ts';

/** One system in one repetition, finished. */
export interface Run extends Measured {
  readonly repeat: number;
  readonly id: string;
  readonly fraud: Fraud;
}

export interface RunsHead extends Provenance {
  readonly seconds: number;
}

export interface RunsFile {
  readonly head: RunsHead;
  readonly runs: readonly Run[];
  readonly add: (run: Run) => void;
}

/** A line for each finished run behind one about where they come from, so that a measurement goes on where it was stopped. Throws where the lines are of another one. */
export function runsFile(file: string, head: RunsHead): RunsFile {
  const [first, ...lines] = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
  const begun = first === undefined ? null : (JSON.parse(first) as RunsHead);
  if (begun && (begun.seconds !== head.seconds || begun.git?.commit !== head.git?.commit)) {
    throw new Error(`${file} holds runs of ${begun.seconds} s at commit ${begun.git?.commit ?? 'unknown'}; remove it to begin anew`);
  }
  if (!begun) {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${JSON.stringify(head)}\n`);
  }
  const runs = lines.map((line) => JSON.parse(line) as Run);
  return {
    head: begun ? { ...begun, notes: [...new Set([...begun.notes, ...head.notes])] } : head,
    runs,
    add: (run) => {
      runs.push(run);
      appendFileSync(file, `${JSON.stringify(run)}\n`);
    },
  };
}
