import type { ObjectContent, ObjectStore, StoredObject } from '../stores/objects/object-store.ts';
import { bytesOf } from '../stores/objects/object-store.ts';

export interface MemoryObjects extends ObjectStore {
  keys(): readonly string[];
  /** Successful writes. */
  readonly writes: number;
}

/** Object storage of a test, with the conditional writes of the real ones. */
export function memoryObjects(): MemoryObjects {
  const objects = new Map<string, StoredObject>();
  let writes = 0;
  const put = (key: string, { body, metadata = {} }: ObjectContent): true => {
    writes += 1;
    objects.set(key, { body: bytesOf(body), version: String(writes), metadata });
    return true;
  };
  return {
    system: 'memory',
    read: async (key) => objects.get(key) ?? null,
    create: async (key, content) => !objects.has(key) && put(key, content),
    replace: async (key, version, content) => objects.get(key)?.version === version && put(key, content),
    remove: async (key) => void objects.delete(key),
    keys: () => [...objects.keys()],
    get writes() {
      return writes;
    },
  };
}
