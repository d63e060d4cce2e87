import type { Certainty, JoinNote, Source } from '@plimsoll/contract';
import type { ClientUse, KubernetesService } from '../facts/index.ts';
import type { Known } from './known.ts';
import type { Subject } from './rule.ts';
import type { Used } from './system.ts';
import type { Workload } from './workload.ts';

/** A call from one workload of this repository to another. */
export interface InternalCall extends Subject {
  readonly client: Used<ClientUse>;
  readonly to: Workload;
  readonly service: KubernetesService | null; // through which it goes, in Kubernetes
  readonly host: string; // as called
  readonly said: Source; // where the host is written: in code, or in the unit's environment
  readonly publicHost: Source | null; // where that host is published, when the call leaves and enters again
  readonly sure: Certainty;
  readonly joins: readonly JoinNote[];
}

/** What ends a request of a workload from outside its own calls: a deadline, a handler's timeout, an ingress, a function's timeout. */
export interface RequestLimit extends Subject {
  readonly name: string;
  readonly timeoutMs: Known<number>;
  readonly source: Source;
  readonly workload: Workload;
}

/** A plain call of a function inside an async one. */
export interface AsyncCall {
  readonly source: Source;
  readonly callee: string;
  readonly path: 'request' | 'worker';
}
