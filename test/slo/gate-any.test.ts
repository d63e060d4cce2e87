import { budgetGithub, budgetHtml, budgetJson, budgetMarkdown, budgetSvg, budgetText } from '@plimsoll/report';
import { decide, earlierIn, nothingBefore, readAuditLog, readExemptions, statusOf } from '@plimsoll/slo';
import type { BudgetReport, FreezePolicy } from '@plimsoll/slo';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const source = { file: 'slo.yml', line: 1, column: 1, endLine: 1, endColumn: 1 };
const number = fc.oneof(fc.double(), fc.constantFrom(0, -1, NaN, Infinity, 1e300, 1e-320), fc.nat(1e6));
const events = fc.oneof({ weight: 3, arbitrary: fc.nat(1e6) }, { weight: 1, arbitrary: number });
const windowMs = fc.constantFrom(300_000, 1_800_000, 3_600_000, 21_600_000, 86_400_000);
const time = fc.nat(2e12);
const burn = fc.record({ windowMs, errorRatio: fc.option(number), bad: fc.option(number) });
const snapshot = fc.record({
  service: fc.string(),
  name: fc.string(),
  target: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(NaN, 0.99, 0.999)),
  window: fc.constantFrom({ kind: 'rolling', lengthMs: 2_592_000_000 } as const, { kind: 'rolling', lengthMs: 1 } as const, { kind: 'calendar', unit: 'month', timeZone: 'Europe/Berlin' } as const),
  data: fc.constantFrom('measured' as const, 'measured' as const, 'new' as const, 'lost' as const),
  bad: events,
  total: events,
  coverage: fc.oneof(fc.constant(1), number),
  burn: fc.array(burn, { maxLength: 4 }),
  history: fc.array(fc.record({ startMs: time, endMs: time, bad: number, total: number }), { maxLength: 10 }),
  sinceMs: fc.option(number),
  notes: fc.array(fc.string(), { maxLength: 2 }),
});
const incident = fc.record({ fromMs: time, toMs: time, share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })) });

it('whatever was read, nothing throws, and only a known budget that is left is healthy', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(snapshot, { maxLength: 4 }), fc.array(incident, { maxLength: 2 }), (snapshots, incidents) => {
      const notOurFault = incidents.map((each) => ({ ...each, source, cause: 'network' as const, objectives: [], reason: 'r', approver: 'a' }));
      const policy: FreezePolicy = {
        source,
        freezeBelow: null,
        cautionBelow: null,
        liftsAbove: null,
        onNoData: null,
        coverageMin: null,
        fastBurn: null,
        slowBurn: null,
        through: null,
        classes: null,
        notOurFault,
      };
      const statuses = snapshots.map((each) => statusOf(each));
      const decision = decide({ service: 'quay', statuses, policy, change: 'feature', environment: null, before: nothingBefore, exemptions: [], atMs: 1.7e12, today: '2026-11-23' });
      const report: BudgetReport = {
        schemaVersion: 1,
        tool: { name: 'plimsoll', version: '0.0.0' },
        at: '2026-11-23T12:00:00.000Z',
        today: '2026-11-23',
        environment: null,
        source: { kind: 'other', address: null },
        replayed: null,
        decisions: [decision],
        gate: null,
        notes: [],
      };
      for (const print of [budgetHtml, budgetSvg, budgetMarkdown, budgetJson, budgetGithub]) print(report);
      budgetText(report, { columns: 60, colour: true });
      for (const { cause } of decision.objectives) seen.set(cause, (seen.get(cause) ?? 0) + 1);
      return decision.objectives.every(({ cause, considered }) => cause !== 'healthy' || (considered.budget?.remaining ?? NaN) > 0);
    }),
    { numRuns: 400 },
  );
  for (const cause of ['healthy', 'exhausted', 'no-data', 'low-coverage', 'no-history-yet']) expect(seen.get(cause) ?? 0, cause).toBeGreaterThan(5);
});

it('whatever a file of exemptions or a log holds, nothing throws', () => {
  const piece = fc.constantFrom('service: a\n', 'reason: b\n', 'approver: c\n', 'until: 2026-11-30\n', 'classes: [feature]\n', '- ', '---\n', '  ', 'x: {', '&a', '*a', '"', '\u0000', 'until: 9\n');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => readExemptions('e.yml', pieces.join('')).exemptions.every(({ reason, approver }) => reason !== '' && approver !== '')),
    { numRuns: 400 },
  );
  const line = fc.oneof(fc.json(), fc.string(), fc.constant('{"schemaVersion":1,"service":"quay","at":"2026-11-22T00:00:00Z","objectives":[{"name":"a","frozen":true}]}'));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { records } = readAuditLog(lines.join('\n'));
      return earlierIn(records, { service: 'quay', environment: null, beforeMs: Date.UTC(2026, 10, 23) }).frozen.every((name) => name === 'a');
    }),
    { numRuns: 400 },
  );
});
