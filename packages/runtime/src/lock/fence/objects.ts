import { RuntimeError } from '../../errors/index.ts';
import type { ObjectContent, ObjectStore, StoredObject } from '../../stores/objects/object-store.ts';
import type { Fence, FencePass } from './fence.ts';
import { staleWrite } from './fence.ts';

export interface ObjectFenceOptions {
  readonly objects: ObjectStore;
  /** The object that a lock protects; default: the one of the lock's name. */
  readonly objectOf?: (lockKey: string) => string;
}

export interface ObjectWriter {
  /** The object as it is now. */
  read(): Promise<StoredObject | null>;
  /** Writes the object, whatever it held. */
  put(content: ObjectContent): Promise<void>;
  /** Writes what `change` makes of it; it is called again when somebody has written in between, so nothing is lost. Null leaves the object. */
  update(change: (current: StoredObject | null) => ObjectContent | null | Promise<ObjectContent | null>): Promise<void>;
}

const tokenName = 'plimsoll_fence';
const attemptsMax = 20;

/**
 * Refuses stale writers of an object in S3, Azure Blob or GCS. The object carries the token that wrote it; each write is conditional on the version whose token was read (`If-Match`,
 * `If-None-Match`, `x-goog-if-generation-match`). A stale holder may still write before the first write of the newer one, never after it.
 */
export function objectFence({ objects, objectOf = (key) => key }: ObjectFenceOptions): Fence<ObjectWriter> {
  const tokenOf = (object: StoredObject | null): number => Number(object?.metadata[tokenName] ?? 0);

  async function readUnder(pass: FencePass): Promise<StoredObject | null> {
    const object = await objects.read(objectOf(pass.key));
    if (tokenOf(object) > pass.token) throw staleWrite(pass, tokenOf(object));
    return object;
  }

  async function update(pass: FencePass, change: (current: StoredObject | null) => ObjectContent | null | Promise<ObjectContent | null>): Promise<void> {
    const key = objectOf(pass.key);
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const current = await readUnder(pass);
      const next = await change(current);
      if (next === null) return;
      const content = { ...next, metadata: { ...next.metadata, [tokenName]: String(pass.token) } };
      if (await (current ? objects.replace(key, current.version, content) : objects.create(key, content))) return;
    }
    throw new RuntimeError('ERR_PLIMSOLL_STATE_STORE', `object ${key} was changed by others during each of ${attemptsMax} attempts to write it`, { retryable: true, details: { key, attemptsMax } });
  }

  return {
    system: objects.system,
    highest: async (key) => tokenOf(await objects.read(objectOf(key))),
    async open(pass) {
      await readUnder(pass);
      return { read: () => readUnder(pass), put: (content) => update(pass, () => content), update: (change) => update(pass, change) };
    },
  };
}
