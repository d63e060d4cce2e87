import { channel } from 'node:diagnostics_channel';
import type { Channel } from 'node:diagnostics_channel';
import type { RuntimeError } from '../../errors/index.ts';
import type { BreakerState } from '../breaker/breaker.ts';

/** Events of `node:diagnostics_channel`. Nothing is made up for them while nobody listens. */
export interface GuardEvents {
  'plimsoll:guard:refused': { readonly guard: string; readonly error: RuntimeError };
  'plimsoll:guard:timeout': { readonly guard: string; readonly phase: 'waiting' | 'running'; readonly error: RuntimeError };
  'plimsoll:guard:breaker': { readonly guard: string; readonly state: BreakerState };
  'plimsoll:guard:retry': { readonly guard: string; readonly attempt: number; readonly pauseMs: number; readonly error: unknown };
}

declare const event: unique symbol;
type ChannelOf<T> = Channel & { readonly [event]?: T };

const channelOf = <Name extends keyof GuardEvents>(name: Name): ChannelOf<GuardEvents[Name]> => channel(name);

export const refusedChannel: ChannelOf<GuardEvents['plimsoll:guard:refused']> = channelOf('plimsoll:guard:refused');
export const timeoutChannel: ChannelOf<GuardEvents['plimsoll:guard:timeout']> = channelOf('plimsoll:guard:timeout');
export const breakerChannel: ChannelOf<GuardEvents['plimsoll:guard:breaker']> = channelOf('plimsoll:guard:breaker');
export const retryChannel: ChannelOf<GuardEvents['plimsoll:guard:retry']> = channelOf('plimsoll:guard:retry');

export function publish<T>(to: ChannelOf<T>, message: T): void {
  to.publish(message);
}
