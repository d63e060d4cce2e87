import { severities } from '@plimsoll/contract';
import type { CheckReport, Severity } from '@plimsoll/contract';
import type { RuleText } from '../rule-text.ts';

export type Level = 'error' | 'warning' | 'note' | 'none';

export const levels: Readonly<Record<Severity, Level>> = { error: 'error', warning: 'warning', info: 'note' };

export interface ReportingDescriptor {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly defaultConfiguration: { readonly level: Level };
  readonly properties: { readonly tags: readonly string[] };
}

/** Every rule that judged, whether it found something or not. */
export function descriptors(report: CheckReport, texts: readonly RuleText[]): readonly ReportingDescriptor[] {
  const ids = [...new Set([...report.rules.map((rule) => rule.rule), ...report.findings.map((finding) => finding.rule)])].toSorted();
  return ids.map((id) => {
    const text = texts.find((rule) => rule.id === id);
    const [group = '', name = id] = id.split('/');
    return {
      id,
      name: name
        .split('-')
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join(''),
      shortDescription: { text: text?.summary ?? name.replaceAll('-', ' ') },
      defaultConfiguration: { level: levels[text?.severity ?? worstOf(report, id)] },
      properties: { tags: ['performance', group.toUpperCase()] },
    };
  });
}

function worstOf(report: CheckReport, rule: string): Severity {
  return severities.find((severity) => report.findings.some((finding) => finding.rule === rule && finding.severity === severity)) ?? 'warning';
}
