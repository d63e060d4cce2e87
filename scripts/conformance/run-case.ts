import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorOf, evaluate, parseExpression, parseTemplate, terraformFunctions, type FunctionTable, type Value } from '@plimsoll/hcl';
import { decodeYaml } from '../../packages/check/src/readers/terraform/modules/decode-yaml.ts';
import { said, type Case } from './cases.ts';

/** What differs from the official implementation; undefined when nothing does. */
export function difference(one: Case): string | undefined {
  const { expression, diagnostics } = (one.syntax === 'expression' ? parseExpression : parseTemplate)(one.input, 'case.tf');
  const got = evaluate(expression, {
    functions: functionsOf(one),
    resolve: (root, _steps, { rangeOf }) => ({ value: one.variables.get(root) ?? errorOf(`nothing is named ${root}`, rangeOf(0)), consumed: 0 }),
  });
  if (!one.want) return diagnostics.length > 0 || hasFailed(got) ? undefined : `should fail, is ${said(got)}`;
  const [problem] = diagnostics;
  if (problem) return `should be ${said(one.want)}, but ${problem.message}`;
  return agree(got, one.want) ? undefined : `should be ${said(one.want)}, is ${said(got)}`;
}

/** An unknown answers for an unknown: what is certain about it may differ. A failure answers for nothing else. */
export function agree(got: Value, want: Value): boolean {
  if (want.kind === 'unknown') return got.kind === 'unknown' && !hasFailed(got);
  if (got.kind !== want.kind) return false;
  if (got.kind === 'list' && want.kind === 'list') {
    const items = want.flavour === 'set' ? want.items.toSorted((a, b) => (said(a) < said(b) ? -1 : 1)) : want.items;
    const own = got.flavour === 'set' ? got.items.toSorted((a, b) => (said(a) < said(b) ? -1 : 1)) : got.items;
    return got.flavour === want.flavour && own.length === items.length && own.every((item, index) => agree(item, items[index] ?? item));
  }
  if (got.kind === 'object' && want.kind === 'object') {
    const entries = [...got.entries].map(([key, value]) => [value, want.entries.get(key)] as const);
    return got.flavour === want.flavour && got.entries.size === want.entries.size && entries.every(([a, b]) => b !== undefined && agree(a, b));
  }
  return 'value' in got && 'value' in want && got.value === want.value;
}

/** A function that nobody knows is an unknown with a reason, as it may be a provider's. */
function hasFailed(value: Value): boolean {
  return value.kind === 'unknown' && (value.needs.kind === 'error' || (value.needs.kind === 'function' && value.reason.startsWith('there is no function')));
}

function functionsOf({ functions, files = '' }: Case): FunctionTable {
  const text = (path: string): string | undefined => {
    const at = resolve(files, path);
    return statSync(at, { throwIfNoEntry: false })?.isFile() ? readFileSync(at, 'utf8') : undefined;
  };
  const list = (path: string): readonly string[] => {
    const at = resolve(files, path);
    if (!statSync(at, { throwIfNoEntry: false })?.isDirectory()) return [];
    return readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(at, name)).isFile());
  };
  const all = terraformFunctions({ files: { text, list }, decodeYaml });
  if (!functions) return all;
  return new Map(
    [...functions].flatMap(([name, called]) => {
      const found = all.get(called);
      return found ? [[name, found] as const] : [];
    }),
  );
}
