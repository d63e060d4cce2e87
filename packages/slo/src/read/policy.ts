import type { Stated } from '@plimsoll/contract';
import { entriesOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlEntry, YamlNode } from '@plimsoll/contract/yaml';
import { burnAnswers, changeClasses, noDataAnswers } from '../policy/policy.ts';
import type { ClassRule, FreezePolicy, NoDataRule } from '../policy/policy.ts';
import { choice, shareOf } from './choice.ts';
import { readIncident } from './incident.ts';
import { keysOf, node, noteUnknown } from './keys.ts';
import type { Notes } from './notes.ts';
import { shorten } from './notes.ts';

export const policyKeys: readonly string[] = ['freeze_below', 'caution_below', 'lifts_above', 'on_no_data', 'coverage_min', 'fast_burn', 'slow_burn', 'through', 'classes', 'not_our_fault'];
export const classKeys: readonly string[] = ['labels', 'paths'];

const environmentsMax = 50;

/** `policy:` of DP5's shape: what changes do when the budget runs out. */
export function readPolicy(policy: YamlNode | undefined, notes: Notes): FreezePolicy | null {
  if (!policy || (policy.kind === 'scalar' && policy.value === null)) return null;
  if (policy.kind !== 'mapping') {
    notes.add(policy.source, 'the policy is not a mapping and was not read; its name belongs to `error_budget`, its details are keys such as `freeze_below: 10%`');
    return null;
  }
  const keys = keysOf(policy);
  noteUnknown(keys, policyKeys, '`policy`', notes);
  const through = node(keys, 'through');
  const classes = node(keys, 'classes');
  const incidents = node(keys, 'not_our_fault');
  return {
    source: policy.source,
    freezeBelow: share(node(keys, 'freeze_below'), notes),
    cautionBelow: share(node(keys, 'caution_below'), notes),
    liftsAbove: share(node(keys, 'lifts_above'), notes),
    coverageMin: share(node(keys, 'coverage_min'), notes),
    onNoData: readNoData(node(keys, 'on_no_data'), notes),
    fastBurn: choice(node(keys, 'fast_burn'), burnAnswers, notes),
    slowBurn: choice(node(keys, 'slow_burn'), burnAnswers, notes),
    through: through ? listed(through, 'through', '[fix, security]', notes).flatMap((item) => choice(item, changeClasses, notes) ?? []) : null,
    classes: classes ? classesIn(classes, notes) : null,
    notOurFault: incidents ? listed(incidents, 'not_our_fault', 'a list of incidents', notes).flatMap((item) => readIncident(item, notes) ?? []) : null,
  };
}

/** What stands alone is a list of one. */
function listed(given: YamlNode, key: string, right: string, notes: Notes): readonly YamlNode[] {
  if (given.kind === 'sequence') return given.items;
  if (given.kind === 'scalar' && given.value !== null) return [given];
  if (given.kind === 'mapping') notes.add(given.source, `\`${key}\` is a mapping; write ${right}`);
  return [];
}

function classesIn(given: YamlNode, notes: Notes): readonly ClassRule[] {
  if (given.kind !== 'mapping') notes.add(given.source, '`classes` is not a mapping; write `config: { paths: [config/**] }` below it');
  return entriesOf(given).flatMap((entry) => readClass(entry, notes) ?? []);
}

/** `on_no_data: frozen`, or `{ production: frozen, staging: go, default: unknown }`. */
function readNoData(given: YamlNode | undefined, notes: Notes): readonly NoDataRule[] | null {
  if (given?.kind !== 'mapping') {
    const answer = choice(given, noDataAnswers, notes);
    return answer && [{ environment: null, answer }];
  }
  return entriesOf(given)
    .slice(0, environmentsMax)
    .flatMap(({ key, value }) => {
      const answer = choice(value, noDataAnswers, notes);
      return answer ? [{ environment: key.toLowerCase() === 'default' ? null : key, answer }] : [];
    });
}

/** `config: { labels: [config], paths: [config/**] }`. */
function readClass({ key, keySource, value }: YamlEntry, notes: Notes): ClassRule | null {
  const change = choice({ kind: 'scalar', value: key, text: key, source: keySource }, changeClasses, notes);
  if (!change) return null;
  const keys = keysOf(value);
  noteUnknown(keys, classKeys, `class \`${change.value}\``, notes);
  const texts = (name: string): readonly string[] => {
    const given = node(keys, name);
    const single = textOf(given);
    return single === undefined ? itemsOf(given).flatMap((item) => textOf(item) ?? []) : [single];
  };
  const [labels, paths] = [texts('labels'), texts('paths')];
  if (labels.length + paths.length > 0) return { change: change.value, labels, paths, source: keySource };
  notes.add(keySource, `nothing tells a change of class \`${change.value}\`; write \`labels: [${change.value}]\` or \`paths: [config/**]\` below it`);
  return null;
}

function share(given: YamlNode | undefined, notes: Notes): Stated<number> | null {
  const text = textOf(given);
  if (!given || text === undefined) return null;
  const value = shareOf(text);
  if (value !== null) return { value, source: given.source };
  notes.add(given.source, `\`${shorten(text)}\` is no share of the budget; write 10%`);
  return null;
}
