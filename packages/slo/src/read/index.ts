import type { Unread } from '@plimsoll/contract';
import { at, entriesOf, itemsOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { ServiceLevelObjectives } from '../objectives.ts';
import { isDocumentPath, readDocument } from './document.ts';
import type { Notes, SloProblem } from './notes.ts';
import { startNotes } from './notes.ts';
import { indicatorOf, readOpenSlo } from './openslo.ts';
import { readPlimsoll } from './plimsoll.ts';
import { readPyrra } from './pyrra.ts';
import { hasSlos, mayBeSlo } from './signal.ts';
import { readSloth } from './sloth.ts';

export type { SloProblem } from './notes.ts';
export { mayBeSlo } from './signal.ts';

export interface SloFile {
  readonly slos: readonly ServiceLevelObjectives[];
  readonly unread: readonly Unread[];
  readonly problems: readonly SloProblem[]; // the same with columns
}

/** Reads every shape of SLO file; null when the file is none. Never throws; what cannot be carried over is in `unread`. */
export function readSloFile(file: string, text: string): SloFile | null {
  if (!mayBeSlo(file, text)) return null;
  if (isDocumentPath(file)) {
    const document = readDocument(file, text);
    return document && { slos: [document], unread: [], problems: [] };
  }
  const { documents, unread } = readYaml(file, text, (document) => hasSlos(document) || /openslo\/v1|sloth\.slok\.dev\/|prometheus\/v1|pyrra\.dev\//.test(document));
  const notes = startNotes();
  const roots = documents.map(({ root }) => root);
  const indicators = new Map(roots.flatMap((root) => (textOf(at(root, 'kind')) === 'SLI' ? [indicatorOf(root)] : [])).filter((each) => each !== null));
  const slos = byService(roots.flatMap((root) => readDocumentOfKind(root, indicators, notes) ?? []));
  // A file that cannot be parsed is an SLO file only if its place says so; anything else with these words may be a template of some kind.
  const saysSo = /(^|[/._-])(slos?|openslo|sloth|service-levels?)([/._-]|$)/i.test(file);
  if (slos.length === 0 && !(saysSo && unread.length > 0)) return null;
  const faults = unread.map(({ file: name, line, message }): SloProblem => ({ file: name, line: line ?? 1, column: 1, endLine: line ?? 1, endColumn: 1, message }));
  const noted = notes.problems.map(({ file: name, line, message }): Unread => ({ file: name, line, message }));
  return { slos, unread: [...unread, ...noted], problems: [...faults, ...notes.problems] };
}

function readDocumentOfKind(root: YamlNode, indicators: ReadonlyMap<string, YamlNode>, notes: Notes): ServiceLevelObjectives | null {
  const apiVersion = textOf(at(root, 'apiVersion')) ?? '';
  const kind = textOf(at(root, 'kind'));
  if (apiVersion.startsWith('openslo/')) {
    if (kind !== 'SLO') return null;
    if (apiVersion !== 'openslo/v1' && apiVersion !== 'openslo/v1alpha') notes.add(root.source, `${apiVersion.slice(0, 40)} is read as openslo/v1`);
    return readOpenSlo(root, apiVersion === 'openslo/v1alpha' ? apiVersion : 'openslo/v1', indicators, notes);
  }
  if (apiVersion.startsWith('sloth.slok.dev/')) return kind === 'PrometheusServiceLevel' ? readSloth(root, notes) : null;
  if (apiVersion.startsWith('pyrra.dev/')) return kind === 'ServiceLevelObjective' ? readPyrra(root, notes) : null;
  const version = textOf(at(root, 'version')) ?? '';
  if (version.startsWith('prometheus/') && at(root, 'slos')) {
    if (version !== 'prometheus/v1') notes.add(root.source, `version ${version.slice(0, 40)} is read as prometheus/v1`);
    return readSloth(root, notes);
  }
  return isPlimsoll(root) ? readPlimsoll(root, notes) : null;
}

/** A list of objectives under `slos`, one with a target or an indicator; another tool's configuration with that word is none. */
function isPlimsoll(root: YamlNode): boolean {
  const slos = entriesOf(root).find(({ key }) => key.toLowerCase() === 'slos')?.value;
  const keys = itemsOf(slos).flatMap((item) => entriesOf(item).map(({ key }) => key.toLowerCase()));
  return keys.some((key) => ['sli', 'target', 'objective', 'goal', 'threshold'].includes(key)) || (keys.includes('name') && at(root, 'service') !== undefined);
}

/** Documents of one shape about one service in one file are one set of objectives. */
function byService(slos: readonly ServiceLevelObjectives[]): ServiceLevelObjectives[] {
  const groups = Map.groupBy(slos, ({ shape, service }) => `${shape} ${service?.value ?? ''}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first || group.length === 1) return group;
    const { owner, errorBudget } = { owner: group.find((each) => each.owner)?.owner ?? null, errorBudget: group.find((each) => each.errorBudget)?.errorBudget ?? null };
    return [{ ...first, owner, errorBudget, objectives: group.flatMap((each) => each.objectives), alerts: group.flatMap((each) => each.alerts), links: group.flatMap((each) => each.links) }];
  });
}
