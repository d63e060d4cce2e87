// What a file of ours may hold, described once: the reader with its messages and the JSON Schema for editors both come from it.
export type { JsonSchema, Shape } from '../file/shape.ts';
export { leaf } from '../file/shape.ts';
export type { Field } from '../file/mapping.ts';
export { field, named, object } from '../file/mapping.ts';
export { list } from '../file/list.ts';
export { anything } from '../file/anything.ts';
export { count, duration, oneOf, path, ratio, text } from '../file/values.ts';
export type { Reading } from '../file/reading.ts';
export { startReading } from '../file/reading.ts';
