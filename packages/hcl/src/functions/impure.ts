import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { unknownOf } from '../value/make.ts';

const reasons: Readonly<Record<string, string>> = {
  bcrypt: 'bcrypt() is salted and differs every time',
  plantimestamp: 'plantimestamp() is known only while planning',
  rsadecrypt: 'rsadecrypt() needs a private key',
  timestamp: 'timestamp() is known only while applying',
  uuid: 'uuid() differs every time',
};

/** Functions whose result no reader of the source can know. */
export const impureFunctions: FunctionTable = new Map(
  Object.entries(reasons).map(([name, reason]): [string, HclFunction] => [name, (values, { range }) => unknownOf(reason, { kind: 'function', name }, range, values, { type: 'string' })]),
);
