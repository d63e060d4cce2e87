import type { PipelineAct } from '../../facts/index.ts';
import { actsOf, performedIn, resultsOf } from '../github-actions/index.ts';
import type { JobSteps } from '../github-actions/index.ts';
import type { FileIndex } from '../reader.ts';
import type { Script } from '../script/index.ts';
import type { Phase } from './phases.ts';

/** The load tests of a build and what holds their results against limits, told by the same marks as in a workflow. */
export function actsOfPhases(phases: readonly Phase[], files: FileIndex): readonly PipelineAct[] {
  const steps = phases.map(({ commands, ignoresFailure }) => ({
    kind: 'run' as const,
    name: null,
    outer: null,
    variables: new Map<string, string>(),
    ignoresFailure,
    script: joined(commands),
    cwd: '',
    pipefail: commands.some(({ text }) => /\bpipefail\b/.test(text)),
  }));
  const job: JobSteps = { steps: performedIn(steps, files), files, environment: null, hint: null, perPullRequest: false };
  return actsOf(job, resultsOf([job])).filter(({ act, tool }) => act !== 'deploy' && tool !== 'load-generator log');
}

/** Since version 0.2 all commands run in one shell: `cd` and variables hold for those that follow. */
function joined(scripts: readonly Script[]): Script {
  const parts: { readonly at: number; readonly script: Script }[] = [];
  let text = '';
  for (const script of scripts) {
    parts.push({ at: text.length, script });
    text += script.text.endsWith('\n') ? script.text : `${script.text}\n`;
  }
  return {
    text,
    sourceOf(start, end) {
      const part = parts.findLast(({ at }) => at <= start);
      if (!part) throw new Error('a place in a script without commands');
      return part.script.sourceOf(start - part.at, Math.min(end - part.at, part.script.text.length));
    },
  };
}
