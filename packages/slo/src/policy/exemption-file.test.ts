import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { exemptionJsonSchema, readExemptions } from '../index.ts';

const whole = 'service: quay\nreason: regulator asks\napprover: harbour master\nuntil: 2026-11-30\n';
const says = (text: string): string[] => readExemptions('e.yml', text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
const accepts = new Ajv({ strict: false, formats: { date: /^\d{4}-\d{2}-\d{2}$/ } }).compile(exemptionJsonSchema());

describe('a file of exemptions', () => {
  it('is one, a list, or several documents', () => {
    expect(readExemptions('e.yml', whole).exemptions).toMatchObject([{ service: 'quay', approver: 'harbour master', classes: [], until: '2026-11-30', source: { file: 'e.yml', line: 1 } }]);
    const list = `- ${whole.trimEnd().replaceAll('\n', '\n  ')}\n  classes: [feature, config]\n`;
    expect(readExemptions('e.yml', list).exemptions).toMatchObject([{ classes: ['feature', 'config'] }]);
    expect(readExemptions('e.yml', `${whole}---\n${whole}`).exemptions).toHaveLength(2);
  });
  it.each<[string, string]>([
    [whole.replace('reason: regulator asks\n', ''), '1:1 this exemption has no reason and does not apply; write service, reason, approver and until'],
    [whole.replace('harbour master', '""'), '3:11 `approver`: an empty text says nothing'],
    [whole.replace('2026-11-30', '30.11.2026'), '4:8 `until`: `30.11.2026` is not a date; write YYYY-MM-DD'],
    [`${whole}classes: [features]\n`, '5:11 `classes[0]`: `features` is no class of changes; did you mean `feature`? legal: feature, fix, reliability, security, rollback, config'],
    [whole.replace('approver', 'aprover'), '3:1 unknown key `aprover`; did you mean `approver`?'],
    ['just words\n', '1:1 the file must be an exemption: service, reason, approver, until, not a single value'],
  ])('that is not whole gives none: %j', (text, message) => {
    expect([says(text)[0], readExemptions('e.yml', text).exemptions]).toEqual([message, []]);
    expect(accepts(parse(text))).toBe(false);
  });
  it('is described by its schema', () => expect([accepts(parse(whole)), accepts([parse(whole)])]).toEqual([true, true]));
  it('that is no YAML is said to be none', () => expect(says('a: [\n')[0]).toContain('is not valid YAML'));
});
