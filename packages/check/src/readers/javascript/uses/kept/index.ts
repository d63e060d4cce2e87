import type { StateUse } from '../../../../facts/code.ts';
import type { Context } from '../../code/context.ts';
import { bufferOf } from './buffers.ts';
import { cacheOf } from './caches.ts';
import { containersOf } from './containers.ts';
import { registryOf } from './registries.ts';
import { isSingleton } from './singleton.ts';

/** What the containers of a file keep between calls: open connections, accepted work, cached values. */
export function keptStates(context: Context): readonly StateUse[] {
  if (context.purpose !== 'source') return [];
  return containersOf(context).flatMap((container) => {
    const state = registryOf(container, context) ?? bufferOf(container, context) ?? cacheOf(container, context);
    return state && (container.owner === null || isSingleton(context, container.owner)) ? [state] : [];
  });
}
