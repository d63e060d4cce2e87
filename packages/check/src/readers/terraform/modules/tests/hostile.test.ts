import { jsonText, placesOf, referencesOf } from '@plimsoll/hcl';
import { describe, expect, it } from 'vitest';

import { evaluated } from './repository.ts';

const lines = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('\n');
const inResource = (attributes: string): Record<string, string> => ({ 'main.tf': `variable "u" {}\nresource "a_b" "c" {\n${attributes}\n}\n` });
const withLocals = (locals: string, last: string): Record<string, string> => ({ 'main.tf': `variable "u" {}\nlocals {\n${locals}\n}\nresource "a_b" "c" {\n  x = local.${last}\n}\n` });

/** Every attribute read, printed and traced. */
function readAll(texts: Readonly<Record<string, string>>): number {
  const before = process.cpuUsage(); // a busy machine makes nothing endless
  const root = evaluated(texts);
  for (const { body } of root.resources) {
    for (const name of body.attributes.keys()) {
      const value = body.attribute(name);
      if (value) [jsonText(value), placesOf(value), referencesOf(value)].at(0);
    }
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('hostile configuration ends soon', () => {
  it.each<[string, Record<string, string>]>([
    ['long chains', withLocals(`  l0 = 1\n${lines(5000, (n) => `  l${n + 1} = local.l${n}`)}`, 'l5000')],
    ['chains of resources', { 'main.tf': lines(3000, (n) => `resource "a_b" "r${n}" {\n  x = a_b.r${n + 1}.x\n}`) }],
    ['doubling lists', withLocals(`  l0 = ["x"]\n${lines(200, (n) => `  l${n + 1} = [local.l${n}, local.l${n}]`)}`, 'l200')],
    ['doubling texts', withLocals(`  l0 = "x"\n${lines(200, (n) => `  l${n + 1} = "\${local.l${n}}\${local.l${n}}"`)}`, 'l200')],
    ['doubling unknown texts', withLocals(`  l0 = "x\${var.u}"\n${lines(200, (n) => `  l${n + 1} = "\${local.l${n}}\${local.l${n}}"`)}`, 'l200')],
    ['sums of options', withLocals(`  l0 = 1\n${lines(200, (n) => `  l${n + 1} = local.l${n} + (var.u ? ${n} : ${7 * n})`)}`, 'l200')],
    ['loops in loops', inResource(lines(20, (n) => `  x${n} = [for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]`))],
    ['templates in templates', { ...inResource('  x = templatefile("t", {})'), t: '${templatefile("t", {})}' }],
    ['modules in modules', Object.fromEntries(Array.from({ length: 100 }, (_, n) => [n === 0 ? 'main.tf' : `m${n}/main.tf`, `module "m" {\n  source = "${n === 0 ? './' : '../'}m${n + 1}"\n}\n`]))],
    ['names of built-in properties', inResource('  __proto__ = local.__proto__\n  toString = var.constructor\n  y = { "__proto__" = 5 }.__proto__\n  z = constructor(1)')],
  ])('%s', (_, texts) => {
    expect(readAll(texts)).toBeLessThan(10_000);
  });
});
