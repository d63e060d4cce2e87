import { at } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { AlertRules } from '../../facts/deployment.ts';
import { readGroups } from '../prometheus-rules/index.ts';
import { readBase } from './object.ts';
import type { Scope } from './scope.ts';

/** https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule */
export function readPrometheusRule(node: YamlNode, scope: Scope): AlertRules | null {
  const base = readBase(node, scope);
  return base === null ? null : { kind: 'alert-rules', ...base, rules: readGroups(at(node, 'spec', 'groups'), scope) };
}
