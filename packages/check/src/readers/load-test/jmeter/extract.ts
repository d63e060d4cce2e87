import type { LoadTest, LoadTestCriterion } from '../../../facts/index.ts';
import { isKnown, stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import type { FileIndex, ReaderResult, SourceText } from '../../reader.ts';
import { hasOwnImage, isLesson } from '../purpose.ts';
import { elementsOf } from './elements.ts';
import type { Element } from './elements.ts';
import { loadOf, threadGroupsIn } from './load.ts';
import type { Load } from './load.ts';
import { filledIn, numberOf, sourceOf, variablesOf } from './variables.ts';
import type { Variables } from './variables.ts';

const fewIterations = 10;
const targetsMax = 50;
const foreverMs = 24 * 3_600_000;

/** A test plan of JMeter; a fragment without any thread group that runs is none. */
export function extractJmeter(file: SourceText, files: FileIndex): ReaderResult<LoadTest> {
  const elements = elementsOf(file.text);
  if (elements === null) return { facts: [], unread: [{ file: file.path, line: null, message: 'nests too deeply or holds too many elements for a test plan; it was not analysed' }] };
  const groups = threadGroupsIn(elements);
  const [first] = groups;
  if (!first) return { facts: [], unread: [] };
  const variables = variablesOf(elements);
  const source = sourceOf(file.path, first);
  const load = loadOf(
    groups,
    elements.find(({ name }) => name === 'TestPlan'),
    variables,
    file.path,
    source,
  );
  const criteria = elements.flatMap((element) => (element.enabled && element.name.endsWith('Assertion') ? [criterion(element, variables, file.path)] : []));
  const [held] = criteria;
  const fact: LoadTest = {
    kind: 'load-test',
    tool: 'jmeter',
    file: file.path,
    source,
    purpose: purposeOf(file.path, files, load, held !== undefined),
    criteria,
    criteriaKnown: held ? stated(true, held.source, held.says) : stated(false, source, 'a test plan without assertions'),
    load: load.load,
    targets: targetsOf(elements, variables, file.path),
  };
  return { facts: [fact], unread: [] };
}

/** An assertion fails each sample for itself, so a limit on the duration is one for the slowest. */
function criterion(element: Element, variables: Variables, file: string): LoadTestCriterion {
  const source = sourceOf(file, element);
  const base = { metric: element.name, aborts: false, source };
  if (element.name !== 'DurationAssertion') return { ...base, kind: 'checks', quantile: null, limit: null, says: element.name };
  const property = element.properties.get('DurationAssertion.duration');
  const limit = numberOf(property, variables, file);
  return { ...base, kind: 'latency', quantile: null, limit: limit !== null && isKnown(limit) ? limit.value : null, says: `DurationAssertion.duration: ${(property?.value ?? '').slice(0, 80)}` };
}

function targetsOf(elements: readonly Element[], variables: Variables, file: string): readonly Known<string>[] {
  const targets = new Map<string, Known<string>>();
  for (const element of elements) {
    const domain = element.properties.get('HTTPSampler.domain');
    if (!element.enabled || !domain || domain.value === '' || targets.size >= targetsMax) continue;
    const written = (name: string): string => element.properties.get(`HTTPSampler.${name}`)?.value ?? '';
    const port = written('port');
    const says = `${written('protocol') || 'http'}://${domain.value}${port === '' ? '' : `:${port}`}`.slice(0, 200);
    const url = filledIn(says, variables);
    const source = sourceOf(file, domain);
    targets.set(says, url === null ? unknown(`the target is ${says}`, { cause: 'no-value-given', what: says }, { source }) : stated(url, source, says));
  }
  return [...targets.values()];
}

function purposeOf(path: string, files: FileIndex, load: Load, held: boolean): LoadTest['purpose'] {
  if (isLesson(path, files)) return 'example';
  const { vus, ratePerSecond, durationMs } = load.load;
  if (!held && ((durationMs && isKnown(durationMs) && durationMs.value >= foreverMs) || hasOwnImage(path, files))) return 'traffic-generator';
  if (load.iterations !== null && load.iterations <= fewIterations) return 'smoke';
  return ratePerSecond === null && vus !== null && isKnown(vus) && vus.value <= 1 ? 'smoke' : 'load-test';
}
