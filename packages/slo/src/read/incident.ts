import { itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { incidentCauses } from '../policy/policy.ts';
import type { Incident } from '../policy/policy.ts';
import { choice, shareOf } from './choice.ts';
import type { Keys } from './keys.ts';
import { keysOf, node, noteUnknown } from './keys.ts';
import type { Notes } from './notes.ts';
import { shorten } from './notes.ts';

export const incidentKeys: readonly string[] = ['from', 'to', 'cause', 'share', 'objectives', 'reason', 'approver'];

/** An entry of `not_our_fault`. One that is not whole is noted, and its failures count: nothing is left out on half a word. */
export function readIncident(item: YamlNode, notes: Notes): Incident | null {
  if (item.kind !== 'mapping') {
    notes.add(item.source, 'this incident is not a mapping with from, to, cause, reason and approver; its failures count');
    return null;
  }
  const keys = keysOf(item);
  noteUnknown(keys, incidentKeys, 'an incident', notes);
  const [fromMs, toMs] = [momentAt(keys, 'from', notes), momentAt(keys, 'to', notes)];
  const cause = choice(node(keys, 'cause'), incidentCauses, notes);
  const text = (name: string): string => textOf(node(keys, name))?.trim() ?? '';
  const share = node(keys, 'share');
  const part = share ? shareOf(textOf(share) ?? '') : null;
  if (share && part === null) notes.add(share.source, `\`${shorten(textOf(share) ?? '')}\` is no share of the failures; write 60%, or leave \`share\` out where nothing of that time counts`);
  const missing = [...(['from', 'to', 'cause'] as const).filter((name) => !node(keys, name)), ...(['reason', 'approver'] as const).filter((name) => text(name) === '')];
  if (missing.length > 0) notes.add(item.source, `this incident has no ${missing.join(', no ')}; its failures count until it has`);
  if (missing.length > 0 || fromMs === null || toMs === null || !cause || (share && part === null)) return null;
  if (toMs <= fromMs) {
    notes.add(node(keys, 'to')?.source ?? item.source, 'this incident ends before it begins; its failures count');
    return null;
  }
  const objectives = itemsOf(node(keys, 'objectives')).flatMap((each) => textOf(each) ?? []);
  return { source: item.source, fromMs, toMs, cause: cause.value, share: part, objectives, reason: text('reason'), approver: text('approver') };
}

const moment = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})$/;

function momentAt(keys: Keys, name: string, notes: Notes): number | null {
  const given = node(keys, name);
  const text = textOf(given)?.trim();
  if (!given || text === undefined) return null;
  const ms = moment.test(text) ? Date.parse(text.replace(' ', 'T')) : NaN;
  if (!Number.isNaN(ms)) return ms;
  notes.add(given.source, `\`${shorten(text)}\` is no moment with a zone; write 2026-11-20T10:00:00Z; the failures of this incident count`);
  return null;
}
