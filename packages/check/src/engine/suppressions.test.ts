import { describe, expect, it } from 'vitest';
import type { Finding } from '@plimsoll/contract';
import { suppressions } from './suppressions.ts';

/** What the engine does with every finding before any of them merge. */
function suppress(findings: readonly Finding[], today: string, linesOf: (file: string) => readonly string[]) {
  const comments = suppressions(today, linesOf);
  const result = findings.map((finding) => ({ ...finding, suppressed: comments.of(finding.rule, finding.location) }));
  return { findings: result, notes: comments.notes() };
}

const rule = 'dp4/pool-exceeds-max-connections';

function finding(line: number, rest: Partial<Finding> = {}): Finding {
  return {
    rule,
    principle: 'DP4',
    severity: 'error',
    state: 'broken',
    subject: 'dependency:orders-db',
    environments: ['prod'],
    message: 'the pools can open 150',
    help: '',
    location: { file: 'src/db.ts', line, column: 1, endLine: line, endColumn: 5 },
    places: [],
    evidence: [],
    joins: [],
    undecidedBy: [],
    fingerprint: '0123456789abcdef',
    suppressed: null,
    ...rest,
  };
}

/** Judges a finding on the last line of a text. */
function on(text: string, rest: Partial<Finding> = {}, today = '2026-11-23'): ReturnType<typeof suppress> {
  const lines = text.split('\n');
  return suppress([finding(lines.length, rest)], today, (file) => (file === 'src/db.ts' ? lines : []));
}

describe('a suppression', () => {
  it.each([
    ['on the line', `const pool = new Pool(); // plimsoll-ignore ${rule} -- shrinks with the pooler (until 2027-03-31)`],
    ['on the line above', `# plimsoll-ignore ${rule} -- shrinks with the pooler (until 2027-03-31)\nmax: 50`],
    ['in a block comment', `/* plimsoll-ignore ${rule} -- shrinks with the pooler (until 2027-03-31) */ max: 50`.replace(' max: 50', '')],
    ['in a block comment above', `  /* plimsoll-ignore ${rule} -- shrinks with the pooler (until 2027-03-31) */\nmax: 50`],
    ['in a document', `<!-- plimsoll-ignore ${rule} -- shrinks with the pooler (until 2027-03-31) -->\n# Pools`],
    ['in a template', `{# plimsoll-ignore ${rule} -- shrinks with the pooler (until 2027-03-31) #}\nmax: 50`],
  ])('applies %s', (_, text) => {
    const { findings, notes } = on(text);
    expect(notes).toEqual([]);
    expect(findings).toMatchObject([{ suppressed: { reason: 'shrinks with the pooler', until: '2027-03-31', source: { file: 'src/db.ts', line: 1 } } }]);
  });

  it('says where it stands', () => {
    const [only] = on(`max: 50 # plimsoll-ignore ${rule} -- for now (until 2027-03-31)`).findings;
    expect(only?.suppressed?.source).toMatchObject({ line: 1, column: 11, endLine: 1 });
  });

  it('applies until the end of its last day', () => {
    const text = `// plimsoll-ignore ${rule} -- for now (until 2026-11-23)\nmax: 50`;
    expect(on(text).findings[0]?.suppressed).not.toBeNull();
    expect(on(text, {}, '2026-11-24').findings[0]?.suppressed).toBeNull();
  });

  it('applies to what is undecided, too', () => {
    expect(on(`// plimsoll-ignore ${rule} -- for now (until 2027-03-31)\nmax: 50`, { state: 'undecided' }).findings[0]?.suppressed).not.toBeNull();
  });
});

describe('a suppression that does not apply', () => {
  it.each([
    ['gives no reason', `// plimsoll-ignore ${rule}\nmax: 50`, /gives no reason/],
    ['gives no reason but a date', `// plimsoll-ignore ${rule} (until 2027-03-31)\nmax: 50`, /gives no reason/],
    ['gives no expiry', `// plimsoll-ignore ${rule} -- for now\nmax: 50`, /has no expiry/],
    ['expired', `// plimsoll-ignore ${rule} -- for now (until 2026-03-31)\nmax: 50`, /expired on 2026-03-31/],
    ['gives no date', `// plimsoll-ignore ${rule} -- for now (until summer)\nmax: 50`, /summer is not a date/],
    ['gives a date in another form', `// plimsoll-ignore ${rule} -- for now (until 31.03.2027)\nmax: 50`, /is not a date/],
    ['gives a day that is none', `// plimsoll-ignore ${rule} -- for now (until 2027-02-30)\nmax: 50`, /2027-02-30 is not a date/],
    ['gives a month that is none', `// plimsoll-ignore ${rule} -- for now (until 2027-13-01)\nmax: 50`, /is not a date/],
  ])('because it %s is reported', (_, text, message) => {
    const { findings, notes } = on(text);
    expect(findings[0]?.suppressed).toBeNull();
    expect(notes).toMatchObject([{ file: 'src/db.ts', line: 1, message: expect.stringMatching(message) as string }]);
  });

  it('is reported once for several findings', () => {
    const lines = [`max: 50 // plimsoll-ignore ${rule} -- for now`];
    const { notes } = suppress([finding(1), finding(1, { subject: 'dependency:other' })], '2026-11-23', () => lines);
    expect(notes).toHaveLength(1);
  });

  it.each([
    ['names another rule', '// plimsoll-ignore dp6/http-call-without-timeout -- for now (until 2027-03-31)\nmax: 50'],
    ['names a principle only', '// plimsoll-ignore dp4 -- for now (until 2027-03-31)\nmax: 50'],
    ['names more than the rule', `// plimsoll-ignore ${rule}-of-all -- for now (until 2027-03-31)\nmax: 50`],
    ['stands two lines above', `// plimsoll-ignore ${rule} -- for now (until 2027-03-31)\n\nmax: 50`],
  ])('because it %s has no effect and is no problem', (_, text) => {
    const { findings, notes } = on(text);
    expect(findings[0]?.suppressed).toBeNull();
    expect(notes).toEqual([]);
  });

  it('stands below', () => {
    const lines = ['max: 50', `// plimsoll-ignore ${rule} -- for now (until 2027-03-31)`];
    expect(suppress([finding(1)], '2026-11-23', () => lines).findings[0]?.suppressed).toBeNull();
  });

  it('has no line to stand on', () => {
    expect(suppress([finding(1, { location: null })], '2026-11-23', () => [`plimsoll-ignore ${rule} -- for now (until 2027-03-31)`]).findings[0]?.suppressed).toBeNull();
  });

  it('expired does not hide one that applies', () => {
    const text = `// plimsoll-ignore ${rule} -- for now (until 2027-03-31)\nmax: 50 // plimsoll-ignore ${rule} -- for now (until 2026-03-31)`;
    const { findings, notes } = on(text);
    expect(findings[0]?.suppressed?.until).toBe('2027-03-31');
    expect(notes).toMatchObject([{ line: 2 }]);
  });
});
