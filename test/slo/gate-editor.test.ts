import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEditor } from './language-server.ts';
import type { Editor } from './language-server.ts';

const slo = `service: quay
slos:
  - { name: latency_p95, sli: fast, target: 200, unit: ms, window: 30d }
`;

describe('an editor with the published schema', () => {
  let editor: Editor | null = null;
  const started = (): Editor => {
    if (!editor) throw new Error('no editor');
    return editor;
  };
  beforeAll(async () => {
    editor = await startEditor(new URL('../../packages/slo/schema/slo.schema.json', import.meta.url));
  });
  afterAll(async () => editor?.close());

  it('completes the keys of a policy', async () =>
    expect((await started().complete(`${slo}policy:\n  |\n`)).toSorted()).toEqual(
      ['freeze_below', 'caution_below', 'lifts_above', 'on_no_data', 'coverage_min', 'fast_burn', 'slow_burn', 'through', 'classes', 'not_our_fault'].toSorted(),
    ));
  it('completes what a key may be', async () => expect(await started().complete(`${slo}policy:\n  fast_burn: |\n`)).toEqual(expect.arrayContaining(['go', 'caution', 'frozen'])));
  it('completes the classes of changes, and the causes of incidents', async () => {
    expect(await started().complete(`${slo}policy:\n  classes:\n    |\n`)).toEqual(expect.arrayContaining(['rollback', 'security', 'config']));
    expect(await started().complete(`${slo}policy:\n  not_our_fault:\n    - cause: |\n`)).toEqual(expect.arrayContaining(['dependency', 'network', 'load-test']));
  });
  it('finds a wrong unit, in its place', async () =>
    expect(await started().diagnose(slo.replace('unit: ms', 'unit: miles'))).toMatchObject([
      { message: expect.stringContaining('String does not match the pattern') as unknown, range: { start: { line: 2, character: 55 } } },
    ]));
  it('finds an unknown key, a wrong answer, and a moment without a zone', async () => {
    const messages = async (rest: string): Promise<string> => (await started().diagnose(slo + rest)).map(({ message }) => message).join('\n');
    expect(await messages('policy: { freez_below: 10% }\n')).toContain('freez_below');
    expect(await messages('policy: { on_no_data: maybe }\n')).not.toBe('');
    expect(await messages('policy: { not_our_fault: [{ from: 2026-11-20T10:00, to: 2026-11-20T11:00:00Z, cause: network, reason: a, approver: b }] }\n')).toContain('does not match');
  });
  it('finds nothing where nothing is wrong', async () =>
    expect(
      await started().diagnose(
        `${slo}error_budget: { period: 30d, policy: feature_freeze_on_exhaustion }\npolicy:\n  on_no_data: { production: frozen, staging: go }\n  classes: { config: { paths: [config/**] } }\n  not_our_fault:\n    - { from: "2026-11-20T10:00:00Z", to: "2026-11-20T11:00:00+01:00", cause: network, share: 60%, reason: the building, approver: harbour master }\n`,
      ),
    ).toEqual([]));
});
