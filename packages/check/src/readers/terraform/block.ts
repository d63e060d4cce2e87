import { encodedOf, fromJson, knownSuffix, referencesOf } from '@plimsoll/hcl';
import type { Range, Value } from '@plimsoll/hcl';
import type { TerraformBlock, TerraformReference } from '../../facts/index.ts';
import type { EvaluatedBody } from './modules/evaluated.ts';
import { placeOf } from './modules/well-known/place.ts';
import { knownOf, sourceOf } from './known.ts';
import type { LineOf } from './known.ts';
import { partialJson } from './partial-json.ts';
import { treeOf } from './tree.ts';

/** The accessors that assemble reads a block through; nothing is evaluated before it is asked for. */
export function terraformBlock(body: EvaluatedBody, header: Range, lineOf: LineOf): TerraformBlock {
  const stated = (name: string): { value: Value; range: Range } | null => {
    const value = body.attribute(name);
    if (!value || value.kind === 'null') return null;
    return { value, range: body.attributes.get(name)?.expression.range ?? value.range };
  };
  return {
    source: sourceOf(header),
    text: (name) => {
      const found = stated(name);
      return found && knownOf(found.value, found.range, asText, lineOf);
    },
    number: (name) => {
      const found = stated(name);
      return found && knownOf(found.value, found.range, asNumber, lineOf);
    },
    flag: (name) => {
      const found = stated(name);
      return found && knownOf(found.value, found.range, asFlag, lineOf);
    },
    tree: (name) => {
      const found = stated(name);
      return found && treeOf(structureOf(found.value), found.range, lineOf, 0);
    },
    choices: (name) => {
      const found = stated(name);
      const options = found?.value.kind === 'unknown' ? (found.value.options ?? []) : found ? [found.value] : [];
      const texts = options.map(asText).filter((text) => text !== undefined);
      return texts.length > 0 && texts.length === options.length ? texts : null;
    },
    ending: (name) => {
      const found = stated(name);
      return found ? knownSuffix(found.value) : '';
    },
    references: (name) => {
      const found = stated(name);
      return found ? referencesOf(found.value).map((reference): TerraformReference => ({ address: reference.address, attribute: reference.attribute })) : [];
    },
    sourceOf: (name) => {
      const found = stated(name);
      return found && body.attributes.has(name) ? sourceOf(placeOf(found.value, found.range)) : null;
    },
    blocks: (type) => body.blocks(type).map((block) => terraformBlock(block.kind === 'block' ? block.body : block.template, block.headerRange, lineOf)),
  };
}

/** `jsonencode(…)` keeps its structure; a literal JSON text gets one, all at the place of the text. */
function structureOf(value: Value): Value {
  const encoded = encodedOf(value);
  if (encoded) return encoded;
  if (value.kind === 'unknown') return partialJson(value) ?? value;
  if (value.kind !== 'string' || !/^\s*[[{]/.test(value.value)) return value;
  try {
    return fromJson(JSON.parse(value.value), value.range);
  } catch {
    return value; // not JSON after all: it stays a text
  }
}

function asText(value: Value): string | undefined {
  if (value.kind === 'string') return value.value;
  return value.kind === 'number' || value.kind === 'bool' ? String(value.value) : undefined;
}

function asNumber(value: Value): number | undefined {
  if (value.kind === 'number') return value.value;
  const number = value.kind === 'string' && value.value.trim() !== '' ? Number(value.value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function asFlag(value: Value): boolean | undefined {
  if (value.kind === 'bool') return value.value;
  return value.kind === 'string' && (value.value === 'true' || value.value === 'false') ? value.value === 'true' : undefined;
}
