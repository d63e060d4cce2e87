import { channel } from 'node:diagnostics_channel';
import type { DrainPhase } from './drain/drain.ts';
import type { Role } from './role/role.ts';

/** What happens in a workload, for logs. Published on the diagnostics channel `plimsoll:workload`; nothing is built while nobody listens. */
export type WorkloadEvent =
  | { readonly kind: 'phase'; readonly workload: string; readonly role: Role; readonly phase: DrainPhase; readonly reason: string }
  | { readonly kind: 'work-failed'; readonly workload: string; readonly error: unknown }
  | { readonly kind: 'receive-failed'; readonly queue: string; readonly error: unknown; readonly againInMs: number }
  | { readonly kind: 'handler-failed'; readonly queue: string; readonly id: string; readonly attempt: number; readonly error: unknown; readonly againInMs: number }
  | { readonly kind: 'buried'; readonly queue: string; readonly id: string; readonly attempt: number; readonly error: unknown }
  | { readonly kind: 'lease-lost'; readonly queue: string; readonly id: string; readonly heldMs: number }
  | { readonly kind: 'settle-failed'; readonly queue: string; readonly id: string; readonly error: unknown }
  | { readonly kind: 'given-back'; readonly queue: string; readonly id: string; readonly overran: boolean }
  | { readonly kind: 'close-failed'; readonly workload: string; readonly what: string; readonly error: unknown }
  | { readonly kind: 'schedule-failed'; readonly job: string; readonly error: unknown }
  | { readonly kind: 'schedule-skipped'; readonly job: string; readonly because: 'still running' };

export const workloadChannel: ReturnType<typeof channel> = channel('plimsoll:workload');

export function publish(event: () => WorkloadEvent): void {
  if (workloadChannel.hasSubscribers) workloadChannel.publish(event());
}
