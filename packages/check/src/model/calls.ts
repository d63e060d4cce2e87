import type { Certainty, JoinNote, Source } from '@plimsoll/contract';
import type { ClientUse, KubernetesIngress, KubernetesService } from '../facts/index.ts';
import type { Known } from './known.ts';
import type { Subject } from './rule.ts';
import type { Used } from './system.ts';
import type { Unit, Workload } from './workload.ts';

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

/** A Kubernetes Service in front of a unit. */
export interface RoutedService extends Subject {
  readonly service: KubernetesService;
  readonly unit: Unit;
  readonly workload: Workload;
  readonly ingresses: readonly KubernetesIngress[];
}

/** What one function that handles requests calls over the network, one after the other: itself, and through functions of the project that it calls. */
export interface FunctionCalls extends Subject {
  readonly name: string;
  readonly source: Source; // the function
  readonly owners: readonly Workload[];
  readonly calls: readonly RemoteCall[];
}

export interface RemoteCall {
  readonly source: Source; // in the function: the call itself, or the call of the function that makes it
  readonly says: string;
  readonly inLoop: boolean; // once for every element of something
  readonly to: InternalCall;
}
