import type { JsonSchema } from './shape.ts';
import { contract } from './shapes.ts';

/** JSON Schema of `plimsoll.yml`, from the same description that the reader follows. Published, so that editors complete it. */
export function contractJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'plimsoll.yml',
    description: 'What a system promises about its performance. Every key is optional; units are part of the value (250ms, 0.1%, 1000/s, 30d).',
    ...contract.schema,
  };
}
