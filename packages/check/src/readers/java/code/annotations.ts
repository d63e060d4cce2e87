import type { SyntaxNode } from '../../syntax/index.ts';
import { child, childOfType, namedChildren, textOf } from '../../syntax/index.ts';

export interface JavaAnnotation {
  readonly name: string; // without package
  readonly node: SyntaxNode;
  /** The value of an element; `value` also for the unnamed one. */
  argument(element: string): SyntaxNode | null;
}

export function annotationsOf(node: SyntaxNode): readonly JavaAnnotation[] {
  const modifiers = childOfType(node, 'modifiers');
  if (!modifiers) return [];
  return modifiers.children.filter((each) => each.type === 'annotation' || each.type === 'marker_annotation').map(annotation);
}

function annotation(node: SyntaxNode): JavaAnnotation {
  const name = child(node, 'name');
  const list = child(node, 'arguments');
  const elements = list ? namedChildren(list) : [];
  return {
    name: name ? textOf(name).replace(/^.*\./s, '') : '',
    node,
    argument(element) {
      for (const each of elements) {
        if (each.type !== 'element_value_pair') {
          if (element === 'value') return each;
          continue;
        }
        const key = child(each, 'key');
        if (key && textOf(key) === element) return child(each, 'value');
      }
      return null;
    },
  };
}

export function annotationNamed(annotations: readonly JavaAnnotation[], ...names: readonly string[]): JavaAnnotation | undefined {
  return annotations.find((each) => names.includes(each.name));
}

/** The strings of an element: one literal or an array of them. */
export function itemsOf(value: SyntaxNode | null): readonly SyntaxNode[] {
  if (!value) return [];
  return value.type === 'element_value_array_initializer' ? namedChildren(value) : [value];
}
