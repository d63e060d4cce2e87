import type { Certainty, JoinNote, Profile, Role, ScalingSignal, Source } from '@plimsoll/contract';
import type { Container, EnvironmentEntry, EntryPoint, KubernetesClaim, PodVolume } from '../facts/index.ts';
import type { Known } from './known.ts';
import type { Subject } from './rule.ts';

export type UnitType =
  | 'autoscaling-group'
  | 'machine'
  | 'ecs-service'
  | 'lambda'
  | 'scheduled-task'
  | 'batch-job'
  | 'kubernetes-deployment'
  | 'kubernetes-stateful-set'
  | 'kubernetes-daemon-set'
  | 'kubernetes-job'
  | 'kubernetes-cron-job'
  | 'compose-service'
  | 'process'; // a Procfile line or a Cloud Foundry process

/** What gets started and multiplied. Every copy of a manifest that differs is a unit of its own. */
export interface Unit extends Subject {
  readonly name: string;
  readonly type: UnitType;
  readonly source: Source; // where it is declared
  readonly copies: readonly Source[]; // the same declaration in other folders
  readonly address: string | null; // of a Terraform resource
  readonly folder: string;
  readonly containers: readonly Container[];
  readonly environment: readonly EnvironmentEntry[]; // what it gives to its processes, config maps resolved
  readonly environmentComplete: boolean; // false when it also takes variables from a place outside the repository
  readonly instancesMin: Known<number>;
  readonly instancesMax: Known<number>;
  readonly instancesSays: Known<number>; // the value that states the count: replicas, desired_count, max_size
  readonly autoscaler: Autoscaler | null;
  readonly local: boolean; // for a developer's machine only (compose, kind): no production load
  readonly network: string | null; // id of the network it runs in, where known
  readonly subnets: readonly string[]; // addresses of the subnets it runs in
  readonly takesTraffic: Source | null; // load balancer, service, ingress, API gateway in front
  readonly schedule: Known<string> | null;
  readonly image: string | null; // last segment of the image name, without tag
  readonly volumes?: readonly MountedVolume[];
  readonly spreadsZones?: Source | null; // its instances are told to stand in several zones
  readonly infrastructure: InfrastructureKind | null; // a database, cache or queue that runs as a unit
  readonly capacity?: Capacity | null; // what it runs on; null or absent: not known
}

/** Spot capacity may be taken away at two minutes' notice; `serverless` is Lambda and Fargate at its full price. */
export interface Capacity {
  readonly kind: 'spot' | 'on-demand' | 'mixed' | 'serverless';
  readonly source: Source;
  readonly vcpusMin?: Known<number>; // kept running without work: compute environments of AWS Batch
}

export type InfrastructureKind = 'database' | 'cache' | 'queue' | 'proxy' | 'observability' | 'load-generator' | 'other';

export interface Autoscaler extends Subject {
  readonly source: Source;
  readonly targetSource: Source;
  readonly says: string;
  readonly min: Known<number>;
  readonly max: Known<number>;
  readonly signals: readonly { readonly signal: ScalingSignal; readonly source: Source; readonly says: string }[];
  readonly signalsComplete: boolean; // false when a policy could not be read
  readonly targets: string; // what it means to scale, as written
  readonly binding: Binding;
}

/** Whether an autoscaler really binds to a unit. */
export type Binding =
  | { readonly bound: 'yes'; readonly unit: string; readonly why: string }
  | { readonly bound: 'no'; readonly why: string; readonly nearest: Source | null }
  | { readonly bound: 'unknown'; readonly why: string; readonly name: string | null }; // name: of the target, where it is written out

/** A volume of a unit, with the claim behind it where that is declared here. */
export interface MountedVolume {
  readonly volume: PodVolume;
  readonly claim: KubernetesClaim | null;
}

/** A process of a workload: what one start of its program runs, by the entry points that its main file reaches. */
export interface Process extends Subject {
  readonly main: Source;
  readonly entryPoints: readonly EntryPoint[];
  readonly roles: readonly Role[];
  readonly starts: readonly Source[]; // the calls by which the server's program starts its workers
  readonly switches: readonly { readonly worker: EntryPoint; readonly by: string; readonly source: Source }[]; // workers that a setting switches off
  readonly caretakers: readonly EntryPoint[]; // workers that only keep this process's own memory up to date
}

/** A part of the system that load arrives at: units that run the same code, or code for which no unit was found. */
export interface Workload extends Subject {
  readonly name: string;
  readonly units: readonly Unit[];
  readonly codeRoots: readonly string[]; // folders
  readonly profiles: readonly Profile[];
  readonly processes: readonly Process[];
  readonly entryPoints: readonly EntryPoint[];
  readonly instancesMax: Known<number>;
  readonly processesPerInstance: Known<number> | null; // null: no process manager is known, so it is one
  readonly multiplied: Multiplied;
  readonly joins: readonly JoinNote[];
  readonly source: Source; // declares it: a unit, else its main entry point
  readonly language: string | null;
}

/** Whether more than one instance or process may run at the same time. */
export type Multiplied =
  | { readonly answer: 'yes'; readonly because: Known<number>; readonly of: 'instances' | 'processes'; readonly unit: Unit; readonly sure: Certainty }
  | { readonly answer: 'no'; readonly because: Known<number> }
  | { readonly answer: 'unknown'; readonly why: Known<number> };
