import type { SyntaxNode } from '../../syntax/index.ts';
import { child, hasKeyword, namedChildren, textOf, walk } from '../../syntax/index.ts';
import type { Parameter, PythonClass, PythonFunction, PythonModule } from './types.ts';

export interface Definitions {
  readonly functions: readonly PythonFunction[];
  readonly classes: readonly PythonClass[];
}

type GrowingClass = PythonClass & { readonly methods: PythonFunction[] };

/** Every function and class of a file, outer ones first. */
export function definitionsIn(module: PythonModule): Definitions {
  const functions: PythonFunction[] = [];
  const classes: PythonClass[] = [];
  const functionOf = new Map<SyntaxNode, PythonFunction>();
  const classOf = new Map<SyntaxNode, GrowingClass>();
  const taken = new Set<string>();
  for (const node of walk(module.tree.root)) {
    if (node.type === 'class_definition') {
      const declared = { name: nameOf(node), node, bases: basesOf(node), decorators: decoratorsOf(node), methods: [], module };
      classOf.set(node, declared);
      classes.push(declared);
    } else if (node.type === 'function_definition') {
      const scope = scopeAbove(node);
      const inClass = (scope && classOf.get(scope)) ?? null;
      const outer = (scope && (functionOf.get(scope) ?? null)) ?? null;
      const name = nameOf(node);
      const prefix = inClass ? `${inClass.name}.` : outer ? `${outer.id.slice(module.path.length + 1)}.` : '';
      let id = `${module.path}#${prefix}${name}`;
      if (taken.has(id)) id = `${id}@${functions.length}`;
      taken.add(id);
      const made: PythonFunction = {
        id,
        name,
        node,
        decorators: decoratorsOf(node),
        async: hasKeyword(node, 'async'),
        inClass,
        outer,
        parameters: parametersOf(node),
        module,
      };
      functionOf.set(node, made);
      functions.push(made);
      if (inClass) classOf.get(inClass.node)?.methods.push(made);
    }
  }
  return { functions, classes };
}

/** The function or class that a node stands in. */
export function scopeAbove(node: SyntaxNode): SyntaxNode | null {
  let above = node.parent;
  while (above && above.type !== 'function_definition' && above.type !== 'class_definition') above = above.parent;
  return above;
}

function nameOf(node: SyntaxNode): string {
  const name = child(node, 'name');
  return name ? textOf(name) : '';
}

function basesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const list = child(node, 'superclasses');
  return list ? namedChildren(list).filter((each) => each.type !== 'keyword_argument') : [];
}

function decoratorsOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.parent?.type !== 'decorated_definition') return [];
  return node.parent.children.filter((each) => each.type === 'decorator').flatMap((each) => namedChildren(each).slice(0, 1));
}

export function parametersOf(node: SyntaxNode): readonly Parameter[] {
  const list = child(node, 'parameters');
  return list ? namedChildren(list).flatMap(parameterOf) : [];
}

function parameterOf(node: SyntaxNode): readonly Parameter[] {
  const plain = { fallback: child(node, 'value'), annotation: child(node, 'type'), node };
  if (node.type === 'identifier') return [{ ...plain, name: textOf(node), splat: '' }];
  if (node.type === 'default_parameter' || node.type === 'typed_default_parameter') return [{ ...plain, name: nameOf(node), splat: '' }];
  const inner = node.type === 'typed_parameter' ? (namedChildren(node)[0] ?? node) : node;
  const splat = inner.type === 'dictionary_splat_pattern' ? '**' : inner.type === 'list_splat_pattern' ? '*' : '';
  if (splat === '' && inner.type !== 'identifier') return [];
  const name = textOf(inner).replace(/^\*+\s*/, '');
  return [{ ...plain, name, splat }];
}
