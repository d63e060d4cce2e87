import type { CheckReport, Finding } from '@plimsoll/contract';
import { sourceJson } from '../json/parts.ts';
import { printJson } from '../json/print.ts';
import { sayAlso } from '../verdict/also.ts';
import { artifactLocation, locationOf, messageOf, relatedLocations, rootId } from './location.ts';
import { descriptors, levels } from './rules.ts';
import type { RuleText } from '../rule-text.ts';

/**
 * SARIF 2.1.0. What is undecided is a result of kind `open`, which SARIF wants at level `none`; what could not be read and faults
 * of Plimsoll are notifications of the invocation.
 */
export function sarifReport(report: CheckReport, texts: readonly RuleText[] = []): string {
  const rules = descriptors(report, texts);
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  return printJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: report.tool.name, version: report.tool.version, semanticVersion: report.tool.version, rules, notifications } },
        invocations: [{ executionSuccessful: report.internalErrors.length === 0, toolExecutionNotifications: notificationsOf(report) }],
        originalUriBaseIds: { [rootId]: { description: { text: 'The directory that was checked.' } } },
        columnKind: 'utf16CodeUnits',
        results: report.findings.map((finding) => resultOf(finding, indexes.get(finding.rule) ?? -1)),
        properties: { today: report.today, environments: report.environments, principles: report.principles },
      },
    ],
  });
}

const notifications = [
  { id: 'unread', shortDescription: { text: 'Something in the repository could not be read, so nothing was judged by it.' } },
  { id: 'internal-error', shortDescription: { text: 'Plimsoll has a bug: a reader or a rule failed.' } },
];

function notificationsOf(report: CheckReport): readonly unknown[] {
  const unread = report.unread.map((entry) => ({
    descriptor: { id: 'unread', index: 0 },
    level: 'note',
    message: messageOf(entry.message),
    locations: [{ physicalLocation: { artifactLocation: artifactLocation(entry.file), ...(entry.line === null ? {} : { region: { startLine: entry.line } }) } }],
  }));
  const errors = report.internalErrors.map((error) => ({ descriptor: { id: 'internal-error', index: 1 }, level: 'error', message: messageOf(error) }));
  return [...unread, ...errors];
}

function resultOf(finding: Finding, ruleIndex: number): unknown {
  const open = finding.state === 'undecided';
  const related = relatedLocations(finding);
  return {
    ruleId: finding.rule,
    ruleIndex,
    kind: open ? 'open' : 'fail',
    level: open ? 'none' : levels[finding.severity],
    message: messageOf([finding.message, ...(finding.help === '' ? [] : [finding.help]), ...(finding.also ?? []).map((also) => `also ${sayAlso(also)}`)].join('\n')),
    ...(finding.location ? { locations: [locationOf(finding.location)] } : {}),
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    partialFingerprints: { 'plimsoll/v1': finding.fingerprint },
    ...(finding.suppressed ? { suppressions: [suppressionOf(finding.suppressed)] } : {}),
    properties: {
      principle: finding.principle,
      environments: finding.environments,
      subject: finding.subject,
      joins: finding.joins,
      undecidedBy: finding.undecidedBy,
      ...(finding.also ? { also: finding.also.map(({ rule, severity, fingerprint }) => ({ rule, severity, fingerprint })) } : {}),
    },
  };
}

function suppressionOf(suppressed: NonNullable<Finding['suppressed']>): unknown {
  const until = suppressed.until === null ? {} : { properties: { until: suppressed.until } };
  const location = suppressed.source ? { location: locationOf(sourceJson(suppressed.source)) } : {};
  return { kind: suppressed.kind === 'comment' ? 'inSource' : 'external', justification: suppressed.reason, ...location, ...until };
}
