import type { Expression, Node } from 'oxc-parser';

export type BindingKind = 'import' | 'variable' | 'parameter' | 'function' | 'class' | 'enum' | 'other';

/** One declared name and everything in its file that gives it a value. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  readonly node: Node; // declarator, parameter, function, class, import specifier
  readonly owner: Node; // the node whose scope it belongs to
  readonly init: Expression | null; // what the pattern takes apart
  readonly path: readonly string[]; // the way through the pattern: const { db: { pool } } = config → db, pool
  readonly fallback: Expression | null; // the default inside the pattern
  readonly imported: { readonly specifier: string; readonly name: string } | null; // name '*' for a namespace
  readonly parameter: number;
  readonly type: Node | null;
  readonly isConstant: boolean;
  readonly writes: Write[];
  readonly memberWrites: MemberWrite[];
}

export interface Write {
  readonly value: Expression;
  readonly at: Node;
  readonly path: readonly string[];
}

export interface MemberWrite {
  readonly name: string;
  readonly value: Expression;
  readonly at: Node;
}

export type Scopes = ReadonlyMap<Node, ReadonlyMap<string, Binding>>;

export type FunctionNode = Extract<Node, { params: unknown; body: unknown }>;

export function isFunction(node: Node): node is FunctionNode {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

const blocks: ReadonlySet<string> = new Set(['BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'SwitchStatement', 'CatchClause', 'StaticBlock', 'TSModuleBlock']);

function ownsScope(node: Node, forVar: boolean): boolean {
  if (node.type === 'Program' || isFunction(node) || node.type === 'TSModuleBlock' || node.type === 'StaticBlock') return true;
  return !forVar && blocks.has(node.type);
}

function ownerOf(node: Node, forVar = false): Node {
  let at: Node = node;
  while (at.parent && !ownsScope(at, forVar)) at = at.parent;
  return at;
}

/** Finds the binding that a name refers to at a place. */
export function lookUp(scopes: Scopes, name: string, from: Node): Binding | null {
  for (let at: Node | null = from; at; at = at.parent ?? null) {
    const found = scopes.get(at)?.get(name);
    if (found) return found;
  }
  return null;
}

export function scopesOf(nodes: readonly Node[]): Scopes {
  const scopes = new Map<Node, Map<string, Binding>>();
  const declare = (owner: Node, name: string, kind: BindingKind, node: Node, rest: Partial<Binding> = {}): void => {
    const scope = scopes.get(owner) ?? new Map<string, Binding>();
    if (!scopes.has(owner)) scopes.set(owner, scope);
    if (scope.has(name) && (kind === 'other' || kind === 'variable')) return; // `var x` again, or a type beside a value
    scope.set(name, { name, kind, node, owner, init: null, path: [], fallback: null, imported: null, parameter: -1, type: null, isConstant: true, writes: [], memberWrites: [], ...rest });
  };
  for (const node of nodes) {
    switch (node.type) {
      case 'VariableDeclaration': {
        const owner = ownerOf(node.parent ?? node, node.kind === 'var');
        for (const declarator of node.declarations) {
          eachName(declarator.id, (name, path, fallback, type) =>
            declare(owner, name, 'variable', declarator, { init: declarator.init, path, fallback, type, isConstant: node.kind !== 'let' && node.kind !== 'var' }),
          );
        }
        break;
      }
      case 'FunctionDeclaration':
      case 'TSDeclareFunction':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        if (node.id) declare(node.type === 'FunctionExpression' ? node : ownerOf(node.parent ?? node), node.id.name, 'function', node);
        node.params.forEach((parameter, index) => {
          const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
          const target = pattern.type === 'RestElement' ? pattern.argument : pattern;
          eachName(target, (name, path, fallback, type) =>
            declare(node, name, 'parameter', pattern, { path: pattern.type === 'RestElement' ? ['...', ...path] : path, fallback, type, parameter: index }),
          );
        });
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        if (node.id) declare(node.type === 'ClassExpression' ? node : ownerOf(node.parent ?? node), node.id.name, 'class', node);
        break;
      case 'TSEnumDeclaration':
        declare(ownerOf(node.parent ?? node), node.id.name, 'enum', node);
        break;
      case 'ImportDeclaration':
        for (const specifier of node.specifiers) {
          const name = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
          declare(ownerOf(node), specifier.local.name, 'import', specifier, { imported: { specifier: node.source.value, name } });
        }
        break;
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference') {
          declare(ownerOf(node), node.id.name, 'import', node, { imported: { specifier: node.moduleReference.expression.value, name: '=' } });
        }
        break;
      case 'CatchClause':
        if (node.param) eachName(node.param, (name) => declare(node, name, 'other', node));
        break;
      default:
    }
  }
  for (const node of nodes) if (node.type === 'AssignmentExpression') recordWrite(node, scopes);
  return scopes;
}

function recordWrite(node: Extract<Node, { type: 'AssignmentExpression' }>, scopes: Scopes): void {
  if (node.left.type === 'Identifier') {
    lookUp(scopes, node.left.name, node)?.writes.push({ value: node.right, at: node, path: [] });
  } else if (node.left.type === 'MemberExpression' && node.left.object.type === 'Identifier') {
    const name = propertyName(node.left);
    if (name !== null) lookUp(scopes, node.left.object.name, node)?.memberWrites.push({ name, value: node.right, at: node });
  } else if (node.left.type === 'ObjectPattern') {
    for (const property of node.left.properties) {
      if (property.type === 'Property' && property.value.type === 'Identifier') {
        const key = keyName(property.key, property.computed);
        if (key !== null) lookUp(scopes, property.value.name, node)?.writes.push({ value: node.right, at: node, path: [key] });
      }
    }
  }
}

export function propertyName(node: Extract<Node, { type: 'MemberExpression' }>): string | null {
  if (node.property.type === 'PrivateIdentifier') return `#${node.property.name}`;
  return keyName(node.property, node.computed);
}

export function keyName(key: Node, computed: boolean): string | null {
  if (!computed && key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')) return String(key.value);
  return null;
}

export function nameOf(name: Node): string {
  return name.type === 'Identifier' ? name.name : name.type === 'Literal' ? String(name.value) : '';
}

type Found = (name: string, path: readonly string[], fallback: Expression | null, type: Node | null) => void;

function eachName(pattern: Node, found: Found): void {
  const open: { node: Node; path: readonly string[]; fallback: Expression | null; type: Node | null }[] = [{ node: pattern, path: [], fallback: null, type: null }];
  for (let at = open.pop(); at; at = open.pop()) {
    const { node, path, fallback, type } = at;
    if (node.type === 'Identifier') found(node.name, path, fallback, node.typeAnnotation ?? type);
    else if (node.type === 'AssignmentPattern') open.push({ node: node.left, path, fallback: node.right, type });
    else if (node.type === 'ObjectPattern') {
      for (const property of node.properties) {
        if (property.type === 'RestElement') open.push({ node: property.argument, path: [...path, '...'], fallback: null, type: null });
        else open.push({ node: property.value, path: [...path, keyName(property.key, property.computed) ?? '?'], fallback: null, type: null });
      }
    } else if (node.type === 'ArrayPattern') {
      node.elements.forEach((element, index) => {
        if (element) open.push({ node: element.type === 'RestElement' ? element.argument : element, path: [...path, String(index)], fallback: null, type: null });
      });
    }
  }
}
