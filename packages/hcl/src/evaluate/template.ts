import type { Range } from '../source/range.ts';
import type { ForPart, IfPart, Part, Template } from '../syntax/nodes.ts';
import { convert } from '../types/convert.ts';
import { errorOf, isError, stringOf, unknownBecause } from '../value/make.ts';
import { oneOf } from '../value/options.ts';
import type { Value } from '../value/value.ts';
import { evaluateIn } from './evaluate.ts';
import { pairsOf } from './for.ts';
import { withLocals, type Frame } from './frame.ts';
import { joinParts } from './join-parts.ts';

/** `"${x}"` alone is x itself, of whatever type; everything else is text. */
export function evaluateTemplate(template: Template, frame: Frame): Value {
  const [only] = template.parts;
  if (template.parts.length === 1 && only?.kind === 'interpolation') return evaluateIn(only.expression, frame);
  return textOfParts(template.parts, template.range, frame);
}

function textOfParts(parts: readonly Part[], range: Range, frame: Frame): Value {
  return joinParts(
    parts.map((part) => evaluatePart(part, frame)),
    range,
  );
}

function evaluatePart(part: Part, frame: Frame): Value {
  switch (part.kind) {
    case 'text':
      return stringOf(part.value, part.range);
    case 'interpolation':
      return evaluateIn(part.expression, frame);
    case 'if':
      return evaluateIf(part, frame);
    case 'for':
      return evaluateLoop(part, frame);
  }
}

function evaluateIf(part: IfPart, frame: Frame): Value {
  const condition = convert(evaluateIn(part.condition, frame), { kind: 'bool' });
  if (condition.kind === 'bool') return textOfParts(condition.value ? part.consequent : part.alternative, part.range, frame);
  if (condition.kind !== 'unknown') return errorOf('the condition is null', part.range, [condition]);
  if (isError(condition)) return condition;
  const branches = [part.consequent, part.alternative].map((branch) => textOfParts(branch, part.range, frame));
  return oneOf(branches, condition, part.range, [condition]);
}

function evaluateLoop(part: ForPart, frame: Frame): Value {
  const collection = evaluateIn(part.collection, frame);
  if (collection.kind === 'unknown') return unknownBecause(collection, part.range, [collection], { type: 'string' });
  const pairs = pairsOf(collection);
  if (!pairs) return errorOf(`a ${collection.kind} cannot be iterated`, part.range, [collection]);
  const texts = pairs.map(([key, value]) =>
    textOfParts(
      part.body,
      part.range,
      withLocals(frame, [
        [part.keyName, key],
        [part.valueName, value],
      ]),
    ),
  );
  return joinParts(texts, part.range);
}
