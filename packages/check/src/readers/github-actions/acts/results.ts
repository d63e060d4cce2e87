import { argumentsOf, programOf } from '../../script/index.ts';
import type { Performed } from '../../script/index.ts';

/** What the load tests of a workflow leave behind for later steps. */
export interface LoadResults {
  readonly seen: boolean; // some job runs a load test
  readonly files: ReadonlySet<string>; // base names, or a bare `$variable`
}

export function resultName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Does the command read such a file, as an argument, through `<` or from a pipe that a load test feeds? */
export function readsResults(done: Performed, results: LoadResults): boolean {
  const words = [...argumentsOf(done.command), ...done.command.redirects.filter(({ operator }) => operator === '<').map(({ target }) => target)];
  return [...results.files].some((file) => file.length > 3 && words.some((word) => mentions(word, file)));
}

export function mentions(text: string, file: string): boolean {
  if (file === '') return false; // `> >`: a redirection to nothing
  for (let at = text.indexOf(file); at >= 0; at = text.indexOf(file, at + 1)) {
    if (!/[\w-]/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + file.length] ?? '')) return true;
  }
  return false;
}

/** Programs that show, keep, send or convert results and judge nothing. */
const onlyHandles: ReadonlySet<string> = new Set(
  'cat echo printf cp mv rm ls tee head tail less wc mkdir touch zip tar gzip unzip aws gsutil gcloud az gh git curl wget column sed sort tr cut base64 jq yq stat chmod chown find xargs rsync scp docker podman [ test [[ cd export source artillery k6 locust jmeter vegeta k6-to-junit k6-reporter node-jq pandoc'.split(
    ' ',
  ),
);

export function onlyHandlesResults(done: Performed): boolean {
  return onlyHandles.has(programOf(done.command));
}
