import { planPool } from '@plimsoll/runtime/pool';
import type { PoolPlan } from '@plimsoll/runtime/pool';
import type { LiveServer } from './live.ts';
import type { Asked } from './options.ts';

export interface Answer {
  readonly asked: Asked;
  readonly reserved: number;
  /** What the server has for all pools; null where no limit is known. */
  readonly available: number | null;
  readonly live: LiveServer | null;
  /** What the formula says, whatever the server allows; null where its cores are not known. */
  readonly wanted: PoolPlan | null;
  /** The same within what the server allows. */
  readonly plan: PoolPlan | null;
  /** All that plimsoll.yml states; null where it leaves a pool to the formula. */
  readonly statedTotal: number | null;
  /** Whether what is stated, else what the formula says, fits; null where that is not known. */
  readonly fits: boolean | null;
}

export function answerOf(asked: Asked, live: LiveServer | null): Answer {
  const reserved = Math.max(asked.connectionsReserved ?? 3, live?.limits.connectionsReserved ?? 0);
  const available = live?.available ?? (asked.connectionsMax === null ? null : asked.connectionsMax - reserved);
  const { server, fleet, policy, overflowMax } = asked;
  const base = server && { server, fleet, policy, overflowMax, connectionsReserved: reserved };
  const wanted = base && planPool(base);
  const statedTotal = asked.stated && asked.stated.reduce((sum, { instances, perInstance }) => sum + instances * perInstance, 0);
  return {
    asked,
    reserved,
    available,
    live,
    wanted,
    plan: base && planPool({ ...base, available }),
    statedTotal,
    fits: available === null || wanted === null ? null : (statedTotal ?? wanted.totalWithOverflow) <= available,
  };
}
