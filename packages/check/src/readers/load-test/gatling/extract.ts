import type { LoadTest } from '../../../facts/index.ts';
import { isKnown, stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import type { FileIndex, ReaderResult, SourceText } from '../../reader.ts';
import { hasOwnImage, isLesson } from '../purpose.ts';
import { assertionsIn } from './assertions.ts';
import { loadOf } from './load.ts';
import type { Load } from './load.ts';
import { callsOf, simulationOf, textAt } from './text.ts';
import type { Simulation } from './text.ts';

const foreverMs = 24 * 3_600_000;

/** A simulation of Gatling: it imports io.gatling and calls setUp. A base class without setUp is none. */
export function extractGatling(file: SourceText, files: FileIndex): ReaderResult<LoadTest> {
  if (!/^\s*import\s+(?:static\s+)?io\.gatling\b/m.test(file.text)) return { facts: [], unread: [] };
  const simulation = simulationOf(file.path, file.text);
  const everything = { start: 0, end: simulation.code.length };
  const [setUp] = callsOf(simulation, /setUp/, everything);
  if (!setUp) return { facts: [], unread: [] };
  const source = simulation.sourceOf(setUp.start, setUp.start + setUp.name.length);
  const load = loadOf(simulation, setUp.given);
  const calls = callsOf(simulation, /assertions/, { start: setUp.given.end, end: simulation.code.length });
  const held = calls.map(({ given }) => assertionsIn(simulation, given));
  const criteria = held.flatMap((each) => each ?? []);
  const [first] = criteria;
  const open = held.includes(null);
  const criteriaKnown: Known<boolean> = first
    ? stated(true, first.source, first.says)
    : open
      ? unknown('its assertions stand outside setUp', { cause: 'not-supported-yet', what: 'the assertions of the simulation' }, { source })
      : stated(false, source, 'setUp without assertions');
  return {
    facts: [
      {
        kind: 'load-test',
        tool: 'gatling',
        file: file.path,
        source,
        purpose: purposeOf(file.path, files, load, criteria.length > 0 || open),
        criteria,
        criteriaKnown,
        load: load.load,
        targets: targetsOf(simulation),
      },
    ],
    unread: [],
  };
}

function targetsOf(simulation: Simulation): readonly Known<string>[] {
  return callsOf(simulation, /baseUrl/, { start: 0, end: simulation.code.length }).map(({ given }) => {
    const text = textAt(simulation, given).trim();
    const source = simulation.sourceOf(given.start, given.end);
    const literal = /^"([^"\\$]*)"$/.exec(text)?.[1];
    if (literal !== undefined) return stated(literal, source, `baseUrl(${text.slice(0, 80)})`);
    return unknown('the base URL is only known when the simulation runs', { cause: 'no-value-given', what: text.slice(0, 80) }, { source });
  });
}

function purposeOf(path: string, files: FileIndex, load: Load, held: boolean): LoadTest['purpose'] {
  if (isLesson(path, files)) return 'example';
  const { vus, ratePerSecond, durationMs } = load.load;
  if (!held && durationMs && isKnown(durationMs) && durationMs.value >= foreverMs) return 'traffic-generator';
  if (!held && hasOwnImage(path, files)) return 'traffic-generator';
  if (load.users !== null) return load.users <= 1 ? 'smoke' : 'load-test';
  return ratePerSecond === null && vus !== null && isKnown(vus) && vus.value <= 1 ? 'smoke' : 'load-test';
}
