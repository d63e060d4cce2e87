import { describe, expect, it } from 'vitest';
import { ignoresJsonSchema, readIgnores } from './ignores.ts';

const rules = ['dp4/pool-size-not-set', 'dp5/service-without-slo', 'dp6/http-call-without-timeout'];
const read = (text: string): ReturnType<typeof readIgnores> => readIgnores('.plimsoll/ignore.yml', text, rules);
const said = (text: string): readonly string[] => read(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

const whole = `- rule: dp5/service-without-slo
  subject: workload:harbour
  reason: closes in spring
  until: 2027-03-31
`;

describe('.plimsoll/ignore.yml', () => {
  it('is a list of decisions with their places', () =>
    expect(read(whole)).toMatchObject({
      problems: [],
      ignores: [{ rule: 'dp5/service-without-slo', subject: 'workload:harbour', path: null, reason: 'closes in spring', until: '2027-03-31', source: { file: '.plimsoll/ignore.yml', line: 1 } }],
    }));

  it.each(['', '# nothing yet\n', '---\n', '[]'])('may be empty: %j', (text) => expect(read(text)).toEqual({ ignores: [], problems: [] }));

  it.each([
    ['an unknown key', whole.replace('reason', 'reeson'), '3:3 unknown key `reeson` in `[0]`; did you mean `reason`?'],
    ['an unknown rule', whole.replace('dp5/service-without-slo', 'dp5/service-without-slos'), '1:9 `[0].rule`: there is no rule `dp5/service-without-slos`; did you mean `dp5/service-without-slo`?'],
    ['a rule without its principle', whole.replace('dp5/', ''), '1:9 `[0].rule`: there is no rule `service-without-slo`; did you mean `dp5/service-without-slo`?'],
    ['a rule like no other', whole.replace('dp5/service-without-slo', 'tides'), '1:9 `[0].rule`: there is no rule `tides`; plimsoll explain lists them all'],
    ['a day that is none', whole.replace('2027-03-31', '2027-02-30'), '4:10 `[0].until`: `2027-02-30` is not a date; write YYYY-MM-DD'],
    ['no reason', whole.replace('  reason: closes in spring\n', ''), '1:3 this entry has no reason and does not apply; write rule, subject or path, reason, and until or debt'],
    ['no end', whole.replace('  until: 2027-03-31\n', ''), '1:3 this entry has no until or debt and does not apply; write rule, subject or path, reason, and until or debt'],
    [
      'neither subject nor path',
      whole.replace('  subject: workload:harbour\n', ''),
      '1:3 this entry has no subject or path and does not apply; write rule, subject or path, reason, and until or debt',
    ],
    ['an empty reason', whole.replace('closes in spring', '" "'), '3:11 `[0].reason`: an empty text says nothing'],
    ['no list', 'rule: dp5/service-without-slo\n', '1:1 the file must be a list of entries, not a mapping'],
    ['an entry that is none', '- dp5/service-without-slo\n', '1:3 `[0]` must be a mapping with rule, subject or path, reason, and until or debt, not a single value'],
  ])('names %s, and the entry does not apply', (_, text, message) => {
    expect(said(text)).toEqual([message]);
    expect(read(text).ignores).toEqual([]);
  });

  it('keeps the entries beside a broken one', () => expect(read(`- rule: tides\n${whole}`).ignores).toHaveLength(1));

  it('never throws', () => {
    for (const text of ['{', '- - -', '&a [*a]', '- *b', '\u0000', '- rule: [1]\n  until: {}\n', 'x: 1\n---\ny: 2\n']) expect(() => read(text)).not.toThrow();
  });

  it('has a schema with the rules in it', () => {
    const schema = ignoresJsonSchema(rules) as { items: { required: readonly string[]; properties: { rule: { enum: readonly string[] } } } };
    expect(schema.items.required).toEqual(['rule', 'reason']);
    expect(schema.items.properties.rule.enum).toEqual(rules);
  });
});
