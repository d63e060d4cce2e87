import { argument } from '../code/calls.ts';
import { madeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonCall } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { textLiteral } from './literal.ts';

export interface EnvironmentLookup {
  readonly name: string;
  readonly fallback: SyntaxNode | null;
}

const readers: ReadonlySet<string> = new Set(['os.environ.get', 'os.getenv', 'os.environ.pop', 'os.environ.setdefault', 'decouple.config', 'environ.get', 'os.environb.get']);
const readerObjects = /^(environ\.Env|environ\.FileAwareEnv|environs\.Env|starlette\.config\.Config|decouple\.Config|decouple\.AutoConfig)$/;
const readerMethods = /^(environ\.Env|environ\.FileAwareEnv|environs\.Env)#(str|int|float|bool|url|json|list|cache_url|db_url|db|get_value|decimal|log_level|timedelta)$/;

/** `os.environ['X']`, `os.getenv('X', '10')`, `env.int('X', default=10)`, and own functions around them. */
export function environmentLookup(node: SyntaxNode): EnvironmentLookup | null {
  if (node.type === 'subscript') {
    const object = child(node, 'value');
    const name = textLiteral(child(node, 'subscript'));
    return object && name !== null && externalName(object) === 'os.environ' ? { name, fallback: null } : null;
  }
  const call = callAt(node);
  const name = textLiteral(call?.positional[0]);
  if (!call || name === null) return null;
  const callee = referentOf(call.callee);
  if (callee?.kind === 'external' && (readers.has(callee.name) || readerMethods.test(callee.name))) return { name, fallback: argument(call, 'default', 1) };
  if (callee?.kind === 'value' && readerObjects.test(madeName(call.callee) ?? '')) return { name, fallback: call.keywords.get('default') ?? positionalDefault(call) };
  if (callee?.kind === 'function' && readsVariable(callee.function.node)) {
    const inCallee = callee.function.parameters.slice(1).find((each) => each.fallback && /default|fallback/.test(each.name));
    return { name, fallback: argument(call, 'default', 1) ?? call.keywords.get('default_value') ?? inCallee?.fallback ?? null };
  }
  return null;
}

function positionalDefault(call: PythonCall): SyntaxNode | null {
  const second = call.positional[1];
  return second && second.type !== 'identifier' ? second : null;
}

function readsVariable(definition: SyntaxNode): boolean {
  const parameters = child(definition, 'parameters');
  const first = parameters && /^\(\s*(?:self,\s*)?(\w+)/.exec(textOf(parameters))?.[1];
  if (!first) return false;
  return new RegExp(`(environ(\\.get)?|getenv)\\s*[\\[(]\\s*${first}\\b|\\b${first}\\s+(not\\s+)?in\\s+(os\\.)?environ\\b`).test(textOf(definition));
}

export function externalName(node: SyntaxNode): string | null {
  const referent = referentOf(node);
  return referent?.kind === 'external' ? referent.name : null;
}
