import type { LoadTest, PipelineFact } from '../../../facts/index.ts';
import { isKnown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import type { Reader } from '../../reader.ts';

type Files = Readonly<Record<string, string>>;

export function readAll(reader: Reader<PipelineFact>, path: string, files: Files): { tests: readonly LoadTest[]; unread: number } {
  const index = { paths: Object.keys(files).toSorted(), has: (each: string) => Object.hasOwn(files, each), text: (each: string) => files[each] };
  const { facts, unread } = reader.read({ path, text: files[path] ?? '' }, index);
  return { tests: facts.filter((fact) => fact.kind === 'load-test'), unread: unread.length };
}

export function only(reader: Reader<PipelineFact>, path: string, text: string, others: Files = {}): LoadTest {
  const { tests } = readAll(reader, path, { ...others, [path]: text });
  const [test] = tests;
  if (!test || tests.length > 1) throw new Error(`${tests.length} load tests in ${path}`);
  return test;
}

export const value = (known: Known<unknown> | null): unknown => (known === null ? null : isKnown(known) ? known.value : `? ${known.reason}`);

/** Users, rate and duration. */
export const load = (test: LoadTest): readonly unknown[] => [value(test.load.vus), value(test.load.ratePerSecond), value(test.load.durationMs)];

export const said = (test: LoadTest): readonly string[] =>
  test.criteria.map(({ metric, kind, quantile, limit, aborts }) => [metric, kind, quantile, limit, aborts ? 'aborts' : ''].filter((each) => each !== null && each !== '').join(' '));
