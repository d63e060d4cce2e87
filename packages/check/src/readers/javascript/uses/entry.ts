import type { Node } from 'oxc-parser';
import type { Role } from '@plimsoll/contract';
import type { EntryPoint } from '../../../facts/code.ts';
import type { Context } from '../code/context.ts';
import { switchAround } from '../code/switch.ts';
import { guardOf } from './guards.ts';

export function entryPoint(node: Node, context: Context, role: Role, framework: string, queue: EntryPoint['queue'] = null): EntryPoint {
  const owner = context.functions.ownerOf(node);
  const asked = switchAround(node, context.module);
  return {
    kind: 'entry-point',
    role,
    framework,
    source: context.module.source(node),
    within: owner ? context.functions.idOf(owner) : null,
    queue,
    guard: guardOf(node, context),
    ...(asked === null ? {} : { switch: asked }),
  };
}
