import type { Source } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { PipelineAct } from '../../../facts/index.ts';
import { derived, stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import type { FileIndex } from '../../reader.ts';
import { filesMatching, findFile, isGlob, isOpen, resolvePath } from '../../script/index.ts';
import type { LoadRun } from './load-test.ts';

export interface Place {
  readonly at: Source;
  readonly via: Source | null;
  readonly says: string;
  readonly cwd: string;
  readonly ignoresFailure: boolean;
  readonly outer: readonly string[]; // arguments of the call in the workflow, when the act stands in a called script
}

export function act(kind: PipelineAct['act'], tool: string, place: Place, rest: Partial<PipelineAct>): PipelineAct {
  return {
    act: kind,
    tool,
    source: place.at,
    via: place.via,
    says: place.says,
    environment: null,
    target: null,
    ignoresFailure: place.ignoresFailure,
    certainty: 'certain',
    thresholds: [],
    ...rest,
  };
}

export function loadActs(run: LoadRun, place: Place, files: FileIndex): readonly PipelineAct[] {
  const rest: Partial<PipelineAct> = { ...(run.thresholdsOff ? { thresholdsOff: true as const } : {}), ...(run.load ? { load: run.load } : {}) };
  const targets = run.scripts.flatMap((script) => targetsOf(script, place, files));
  if (targets.length === 0) return [act('load-test', run.tool, place, rest)];
  return targets.map((target) => act('load-test', run.tool, place, { ...rest, target }));
}

/** The script files that a word names, relative to the scan root. */
function targetsOf(script: string, place: Place, files: FileIndex): readonly Known<string>[] {
  const source = place.via ?? place.at;
  if (isGlob(script) && !isOpen(script)) {
    const matches = filesMatching(script, place.cwd, files.paths);
    return matches.length > 0 ? matches.map((path) => stated(path, source, place.says)) : [unknown(`no file matches ${script}`, { cause: 'outside-the-repository', what: `the load test ${script}` })];
  }
  const file = findFile(script, place.cwd, files, place.via ? folderOf(place.via.file) : null);
  if (file !== null) return [stated(file, source, place.says)];
  if (!isOpen(script)) return [missing(script, place, source)];
  // A script that runs what its arguments name: `./run-tests.sh -t 'load/*.js'`.
  const fromArguments = place.outer.flatMap((word) => (/\.(?:[cm]?[jt]s|py|ya?ml|jmx)$/.test(word) && !isOpen(word) ? filesMatching(word, place.cwd, files.paths) : []));
  if (fromArguments.length > 0) return [...new Set(fromArguments)].map((path) => derived(path, [], place.at, place.says));
  return [unknown(`${script} is only known when the script runs`, { cause: 'no-value-given', what: `the value of ${script}` }, { source })];
}

function missing(script: string, place: Place, source: Source): Known<string> {
  const path = resolvePath(place.cwd, script);
  if (path !== null && /\.\w+$/.test(script)) return stated(path, source, place.says);
  return unknown(`${script} was not found in this repository`, { cause: 'outside-the-repository', what: `the load test ${script}` }, { source });
}
