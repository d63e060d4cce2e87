import { parseDuration } from '@plimsoll/contract';
import { textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { isKnown, map, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import { saysSetting } from '../../shell/index.ts';
import type { Scope } from '../scope.ts';
import { knownText } from '../value.ts';

/** A time limit of a route in milliseconds; `0s` switches it off, which is Infinity. Null where nothing is set. */
export function knownLimit(node: YamlNode | undefined, scope: Scope, setting: string): Known<number> | null {
  const text = knownText(node, scope, saysSetting(setting, textOf(node) ?? '', ': '));
  if (node === undefined || text === null) return null;
  if (!isKnown(text)) return text;
  const duration = parseDuration(text.value);
  if (duration.ok) return map(text, () => (duration.value === 0 ? Number.POSITIVE_INFINITY : duration.value));
  scope.unread.push({ file: scope.file, line: node.source.line, message: `${setting} is not a duration such as 500ms or 5s; its value is taken as unknown` });
  return unknown(`${setting} is not a duration`, { cause: 'no-value-given', what: `a duration for ${setting}` }, { source: node.source });
}
