import { at, entriesOf, entryOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { LoadTest } from '../../../facts/index.ts';
import { isKnown, stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import type { FileIndex, ReaderResult, SourceText } from '../../reader.ts';
import { hasOwnImage, isLesson } from '../purpose.ts';
import { ensureOf } from './ensure.ts';
import { phasesOf } from './phases.ts';

const fewArrivals = 10;
const foreverMs = 24 * 3_600_000;

/** A script of Artillery: `config` with phases, a target or environments, and scenarios. Other YAML with a `config` is none. */
export function extractArtillery(file: SourceText, files: FileIndex): ReaderResult<LoadTest> {
  const { documents, unread } = readYaml(file.path, file.text, (text) => /^\s*["']?config["']?\s*:/m.test(text));
  const root = documents[0]?.root;
  const config = at(root, 'config');
  const scenarios = at(root, 'scenarios');
  const phased = at(config, 'phases')?.kind === 'sequence';
  const environments = entriesOf(at(config, 'environments'));
  const isScript =
    config?.kind === 'mapping' && (phased || environments.some(({ value }) => at(value, 'phases')?.kind === 'sequence') || (scenarios?.kind === 'sequence' && at(config, 'target') !== undefined));
  if (!root || !isScript) return { facts: [], unread: [] };
  const { load, arrivals } = phasesOf(phasesIn(config));
  const held = ensureOf(config);
  const configSource = entryOf(root, 'config')?.keySource ?? root.source;
  const fact: LoadTest = {
    kind: 'load-test',
    tool: 'artillery',
    file: file.path,
    source: configSource,
    purpose: purposeOf(file.path, files, arrivals, load, held.criteria.length > 0),
    criteria: held.criteria,
    criteriaKnown:
      held.open === null
        ? stated(held.criteria.length > 0, held.criteria[0]?.source ?? configSource, held.criteria[0]?.says ?? 'config without ensure')
        : unknown(held.open, { cause: 'no-value-given', what: 'the conditions of ensure' }, { source: configSource }),
    load,
    targets: [at(config, 'target'), ...environments.map(({ value }) => at(value, 'target'))].flatMap(targetOf),
  };
  return { facts: [fact], unread };
}

/** Of the script, or of the only environment that has any: it is what runs. With several it depends on which one is chosen. */
function phasesIn(config: YamlNode): YamlNode | undefined {
  const own = at(config, 'phases');
  if (own !== undefined) return own;
  const [first, ...others] = entriesOf(at(config, 'environments')).flatMap(({ value }) => at(value, 'phases') ?? []);
  return others.length === 0 ? first : undefined;
}

function targetOf(node: YamlNode | undefined): readonly Known<string>[] {
  const text = textOf(node);
  if (!node || text === undefined) return [];
  const open = /\{\{\s*([^}]*?)\s*\}\}/.exec(text)?.[1];
  if (open !== undefined) return [unknown(`the target is ${open}`, { cause: 'no-value-given', what: open }, { source: node.source })];
  return [stated(text, node.source, `target: ${text}`)];
}

function purposeOf(path: string, files: FileIndex, arrivals: number | null, load: LoadTest['load'], held: boolean): LoadTest['purpose'] {
  if (isLesson(path, files)) return 'example';
  const durationMs = load.durationMs && isKnown(load.durationMs) ? load.durationMs.value : null;
  if (!held && ((durationMs !== null && durationMs >= foreverMs) || (durationMs === 0 && hasOwnImage(path, files)))) return 'traffic-generator';
  return arrivals !== null && arrivals > 0 && arrivals <= fewArrivals ? 'smoke' : 'load-test';
}
