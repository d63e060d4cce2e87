import { camel } from './names.ts';
import type { Scaffold } from './names.ts';

/** A reporter and its test, which fails until the reporter says something. */
export function reporterScaffold(name: string): Scaffold {
  const report = `${camel(name)}Report`;
  return {
    [`packages/report/src/${name}/${name}-report.ts`]: `import type { CheckReport } from '@plimsoll/contract';

/** Say here for whom this text is, and link the page that defines its format. */
export function ${report}(report: CheckReport): string {
  return \`\${report.findings.length} findings\\n\`;
}
`,
    [`test/report/${name}.test.ts`]: `import type { CheckReport } from '@plimsoll/contract';
import { ${report} } from '@plimsoll/report';
import { describe, expect, it } from 'vitest';

const report: CheckReport = {
  schemaVersion: 1,
  tool: { name: 'plimsoll', version: 'test' },
  today: '2026-11-23',
  environments: ['default'],
  principles: [],
  rules: [],
  controls: [],
  comparison: null,
  findings: [],
  unread: [],
  internalErrors: [],
  stats: { files: 0, bytes: 0, parsed: 0, ms: 0 },
};

describe('the ${name} report', () => {
  it('ends with a line end', () => expect(${report}(report).endsWith('\\n')).toBe(true));

  it('shows a report (fails until the reporter is written)', () => expect(${report}(report)).not.toBe('0 findings\\n'));
});
`,
  };
}

/** The index of packages/report with the reporter in it. */
export function exported(name: string, text: string): string {
  return `${text.trimEnd()}\nexport { ${camel(name)}Report } from './${name}/${name}-report.ts';\n`;
}

export const reporterIndex = 'packages/report/src/index.ts';
