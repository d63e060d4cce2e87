import type { Value } from '../value/value.ts';

/** A type constraint of Terraform: https://developer.hashicorp.com/terraform/language/expressions/type-constraints */
export type Type =
  | { readonly kind: 'any' | 'string' | 'number' | 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: Type }
  | { readonly kind: 'tuple'; readonly elements: readonly Type[] }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, AttributeType> };

export interface AttributeType {
  readonly type: Type;
  readonly optional: boolean;
  /** Second argument of `optional()`; null without it. */
  readonly fallback?: Value;
}

export const anyType: Type = { kind: 'any' };

/** The type as it is written in messages. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${typeText(type.element)})`;
    case 'tuple':
      return `tuple([${type.elements.map(typeText).join(', ')}])`;
    case 'object':
      return `object({${[...type.attributes.keys()].join(', ')}})`;
    default:
      return type.kind;
  }
}
