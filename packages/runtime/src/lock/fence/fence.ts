import { RuntimeError } from '../../errors/index.ts';

/** What a lease shows to the store that it protects. */
export interface FencePass {
  readonly key: string;
  readonly token: number;
  /** Told when the store has seen a newer holder. */
  refused(error: RuntimeError): void;
}

/**
 * A store that refuses writers whose token is lower than one it has seen. A lock alone cannot promise that: its holder may sleep through the end of its lease and
 * write when it wakes, and no check before the write helps, as it may sleep between check and write.
 */
export interface Fence<Writer> {
  readonly system: string;
  /** The greatest token that the store has seen for this lock; 0 where none. */
  highest(key: string): Promise<number>;
  /** A writer under this token. Rejects with `ERR_PLIMSOLL_LOCK_STALE` where a newer holder was seen, as each of its writes does. */
  open(pass: FencePass): Promise<Writer>;
}

/** Says to the lease that it is lost, and gives the error to throw. */
export function staleWrite(pass: FencePass, highest: number | null): RuntimeError {
  const newer = highest === null ? 'a newer token' : `token ${highest}`;
  const error = new RuntimeError('ERR_PLIMSOLL_LOCK_STALE', `the write under lock ${pass.key} with token ${pass.token} was refused: the store has seen ${newer}`, {
    retryable: false,
    details: { key: pass.key, token: pass.token, highest },
  });
  pass.refused(error);
  return error;
}
