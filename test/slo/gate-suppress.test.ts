import type { CheckReport } from '@plimsoll/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plimsoll, repository } from '../cli/session.ts';

const bad = 'service: quay\nslos:\n  - { name: availability, traget: 99.9, window: 30d }\n';
const left = (line: string): string => bad.replace('  - {', `  # plimsoll-ignore slo/not-understood -- ${line}\n  - {`);
const entry = '- { rule: slo/not-understood, path: slo.yml, reason: is renamed in spring, until: 2027-03-31 }\n';

let home = repository({});
beforeAll(() => {
  home = repository({
    'comment/slo.yml': left('is renamed in spring (until 2027-03-31)'),
    'expired/slo.yml': left('is renamed in spring (until 2026-03-31)'),
    'file/slo.yml': bad,
    'file/.plimsoll/ignore.yml': `${entry}- { rule: dp4/pool-size-not-set, path: src, reason: of check, until: 2027-03-31 }\n`,
    'gone/slo.yml': bad.replace('traget', 'target'),
    'gone/.plimsoll/ignore.yml': entry,
    'typo/slo.yml': bad,
    'typo/.plimsoll/ignore.yml': entry.replace('not-understood', 'not-understod'),
  });
});
afterAll(() => home.remove());

const lint = async (folder: string): Promise<{ readonly code: number; readonly report: CheckReport }> => {
  const { code, out } = await plimsoll(['slo', 'lint', folder, '--format', 'json', '--today', '2026-11-23'], home.folder);
  return { code, report: JSON.parse(out) as CheckReport };
};
const brief = ({ code, report }: Awaited<ReturnType<typeof lint>>): unknown => [
  code,
  report.findings.find(({ rule }) => rule === 'slo/not-understood')?.suppressed?.kind ?? null,
  report.unread.map(({ message }) => message),
];

it('slo lint names exemptions that apply no more, and those that are not whole', async () => {
  const other = repository({
    'slo.yml': bad.replace('traget', 'target'),
    'exemptions/old.yml': 'service: quay\nreason: r\napprover: a\nuntil: 2026-11-22\n',
    'exemptions/whole.yml': 'service: quay\nreason: r\napprover: a\nuntil: 2026-11-23\n',
    'exemptions/half.yml': 'service: quay\nreason: r\nuntil: 2026-11-23\n',
  });
  const { code, out } = await plimsoll(['slo', 'lint', '.', '--format', 'json', '--today', '2026-11-23'], other.folder);
  other.remove();
  expect([code, (JSON.parse(out) as CheckReport).unread.map(({ file, message }) => `${file} ${message}`)]).toEqual([
    0,
    [
      'exemptions/half.yml this exemption has no approver and does not apply; write service, reason, approver and until',
      'exemptions/old.yml this exemption of quay expired on 2026-11-22 and no longer applies; take it out, or have it approved anew',
    ],
  ]);
});

describe('findings of slo lint are left as those of check are', () => {
  it('by a comment, with reason and date', async () => expect(brief(await lint('comment'))).toEqual([0, 'comment', []]));
  it('which expires', async () => expect(brief(await lint('expired'))).toEqual([1, null, [expect.stringContaining('expired on 2026-03-31')]]));
  it('by an entry of the file, in which entries of check stand, too', async () => expect(brief(await lint('file'))).toEqual([0, 'ignore-file', []]));
  it('and an entry that matches nothing is named', async () => expect(brief(await lint('gone'))).toEqual([0, null, [expect.stringContaining('matches no finding of slo/not-understood')]]));
  it('and one of no rule is, too', async () => expect(brief(await lint('typo'))).toEqual([1, null, [expect.stringContaining('did you mean `slo/not-understood`?')]]));
  it('a check passes by the entries of slo lint', async () => {
    const { out } = await plimsoll(['check', 'file', '--format', 'json', '--no-cache'], home.folder);
    expect((JSON.parse(out) as CheckReport).unread.filter(({ file }) => file.includes('ignore.yml')).map(({ message }) => message)).toEqual([
      expect.stringContaining('matches no finding of dp4/pool-size-not-set'),
    ]);
  });
});
