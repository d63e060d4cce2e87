import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { AlertRules } from '../../facts/deployment.ts';
import { extentOf } from '../kubernetes/extent.ts';
import { readLabels } from '../kubernetes/object.ts';
import { afford } from '../kubernetes/scope.ts';
import type { Scope } from '../kubernetes/scope.ts';
import { nameText } from '../kubernetes/value.ts';

type Rule = AlertRules['rules'][number];

/** The `groups` of a rule file, https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule_group. What neither alerts nor records is no rule of Prometheus. */
export function readGroups(groups: YamlNode | undefined, scope: Scope): readonly Rule[] {
  return afford(itemsOf(groups), scope).flatMap((group) => afford(itemsOf(at(group, 'rules')), scope).flatMap((rule) => readRule(rule, scope)));
}

function readRule(node: YamlNode, scope: Scope): readonly Rule[] {
  const alert = nameText(at(node, 'alert'), scope);
  const record = nameText(at(node, 'record'), scope);
  const expressionNode = at(node, 'expr');
  const expression = textOf(expressionNode);
  if (expressionNode === undefined || expression === undefined || (alert === null && record === null)) return [];
  const { endLine, endColumn } = extentOf(expressionNode);
  return [
    {
      alert,
      record,
      expression: expression.trim(),
      forMs: readFor(at(node, 'for'), scope),
      labels: readLabels(at(node, 'labels'), scope),
      source: extentOf(node),
      expressionSource: { ...expressionNode.source, endLine, endColumn },
    },
  ];
}

const unitsMs = [365 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1];

/** `5m`, `1h30m`, `1d`, `1y`: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file, duration. */
function readFor(node: YamlNode | undefined, scope: Scope): number | null {
  const text = textOf(node);
  if (node === undefined || text === undefined) return null;
  const match = /^(?:(\d{1,9})y)?(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$/.exec(text.trim());
  if (match && text.trim() !== '') return unitsMs.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unit, 0);
  if (text.trim() === '0') return 0;
  scope.unread.push({ file: scope.file, line: node.source.line, message: 'for is not a duration such as 5m or 1h30m; it is taken as not known' });
  return null;
}
