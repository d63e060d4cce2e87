import type { Plain } from '../print/yaml.ts';
import { printYaml } from '../print/yaml.ts';
import { rangeOf } from './range.ts';
import type { PrometheusRule, RuleGroup } from './rule.ts';

/** A rule file for `rule_files:` of Prometheus. */
export function printRules(groups: readonly RuleGroup[]): string {
  return groups.length === 0 ? printYaml({ groups: [] }) : [...printRulesInTurn([groups])].join('');
}

/** The same in pieces, one for each part that has groups: the objects of thousands of rules would take ten times the memory of their text. */
export function* printRulesInTurn(parts: Iterable<readonly RuleGroup[]>): Generator<string> {
  const heading = 'groups:\n';
  let first = true;
  for (const groups of parts) {
    const text = groups.map((group) => printYaml({ groups: [groupOf(group)] }).slice(heading.length)).join('');
    if (text === '') continue;
    yield first ? `${heading}${text}` : text;
    first = false;
  }
}

/** The same as an object of the Prometheus operator. */
export function printPrometheusRule(name: string, groups: readonly RuleGroup[], labels: Readonly<Record<string, string>> = {}): string {
  return printYaml({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: objectName(name), ...(Object.keys(labels).length > 0 ? { labels } : {}) },
    spec: { groups: groups.map((group) => groupOf(group)) },
  });
}

/** A DNS subdomain, as Kubernetes wants names (RFC 1123). */
function objectName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 250)
    .replace(/[^a-z0-9]+$/, '');
  return plain === '' ? 'slo' : plain;
}

function groupOf({ name, intervalMs, rules }: RuleGroup): Plain {
  return { name, interval: rangeOf(intervalMs), rules: rules.map((rule) => ruleOf(rule)) };
}

function ruleOf(rule: PrometheusRule): Plain {
  if ('record' in rule) return { record: rule.record, expr: rule.expr, labels: rule.labels };
  return { alert: rule.alert, expr: rule.expr, for: rule.forMs > 0 ? rangeOf(rule.forMs) : undefined, labels: rule.labels, annotations: rule.annotations };
}
