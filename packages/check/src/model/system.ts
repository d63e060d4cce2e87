import type { Certainty, JoinNote, Role, Source, Stated } from '@plimsoll/contract';
import type { Contract } from '@plimsoll/contract/file';
import type { Agreement, Claim, DebtItem, DecisionRecord, Headroom, LimitCheck, MeasuredRun, PerformanceClaim, Resolution, SupersessionLink, TargetCheck } from '@plimsoll/decisions';
import type { ServiceLevelObjectives } from '@plimsoll/slo';
import type {
  AlertRules,
  BlockingUse,
  BreakerUse,
  ChannelUse,
  ClientUse,
  ConfigEntry,
  ConnectionUse,
  DeadlineUse,
  DroppedContext,
  Engine,
  ExecutorUse,
  FanOutUse,
  HistogramUse,
  LoadTest,
  LockHold,
  MeshPolicy,
  PipelineAct,
  PoolUse,
  ProxyPass,
  StateUse,
  Workflow,
  WorkflowJob,
} from '../facts/index.ts';
import type { AsyncCall, FunctionCalls, InternalCall, RequestLimit, RoutedService } from './calls.ts';
import type { Known } from './known.ts';
import type { Routes } from './routes.ts';
import type { Subject } from './rule.ts';
import type { Autoscaler, Unit, Workload } from './workload.ts';

export type * from './calls.ts';
export type * from './routes.ts';
export type * from './workload.ts';

/** What is known of one environment of the system. Rules and the load line read only this. */
export interface System extends Uses, Routes {
  readonly environment: string;
  readonly today: string; // YYYY-MM-DD
  readonly workloads: readonly Workload[];
  readonly units: readonly Unit[];
  readonly autoscalers: readonly Autoscaler[];
  readonly databases: readonly Database[];
  readonly pools: readonly Pool[];
  readonly networks: readonly Network[];
  readonly outsideNetworks: readonly OutsideNetwork[];
  readonly requestLimits: readonly RequestLimit[];
  readonly services: readonly RoutedService[];
  readonly internalCalls: readonly InternalCall[];
  readonly functionCalls: readonly FunctionCalls[];
  /** Calls of a function by async functions of a language in which async functions share a thread with plain ones that block it (Python). */
  asyncCallersOf(functionId: string | null): readonly AsyncCall[];
  readonly timeoutPairs: readonly TimeoutPair[];
  readonly alarms: readonly Alarm[];
  readonly pipeline: Pipeline;
  readonly loadTests: readonly JoinedLoadTest[];
  readonly slos: readonly JoinedSlo[];
  readonly decisions: readonly JoinedDecision[];
  readonly debts: readonly Debt[];
  readonly claimed: Claimed;
  readonly oldNode: Source | null; // an image with a Node.js before 19, whose agents close connections after each call
  readonly doubleSettings: readonly DoubleSetting[];
  readonly proxies: readonly ProxyPass[];
  readonly meshPolicies: readonly MeshPolicy[];
  readonly alertRules: readonly AlertRules[];
  readonly decisionIndex: Source | null; // the page that lists the decisions
  readonly debtRegisters: readonly string[]; // files that are registers of performance debt, also when empty
  readonly contract: Contract | null;
  readonly contradictions: readonly Contradiction[];
  readonly adopted: Adopted;
  readonly notForProduction: Source | null; // where the repository says that it is a sample, or no longer maintained
}

/** The kinds of use that rules read with their reach and owners. */
export interface UsedKinds {
  readonly connection: ConnectionUse;
  readonly client: ClientUse;
  readonly state: StateUse;
  readonly executor: ExecutorUse;
  readonly breaker: BreakerUse;
  readonly deadline: DeadlineUse;
  readonly blocking: BlockingUse;
  readonly 'fan-out': FanOutUse;
  readonly 'lock-hold': LockHold;
  readonly 'dropped-context': DroppedContext;
  readonly histogram: HistogramUse;
  readonly channel: ChannelUse;
}

/** What code does with the things around it. */
export interface Uses {
  readonly connections: readonly Used<ConnectionUse>[];
  readonly clients: readonly Used<ClientUse>[];
  readonly states: readonly Used<StateUse>[];
  readonly executors: readonly Used<ExecutorUse>[];
  readonly breakers: readonly Used<BreakerUse>[];
  readonly deadlines: readonly Used<DeadlineUse>[];
  readonly blockings: readonly Used<BlockingUse>[];
  readonly fanOuts: readonly Used<FanOutUse>[];
  readonly lockHolds: readonly Used<LockHold>[];
  readonly droppedContexts: readonly Used<DroppedContext>[];
  readonly histograms: readonly Used<HistogramUse>[];
  readonly channels: readonly Used<ChannelUse>[];
}

/** Practices of which the repository has at least one example (or its contract says so): from then on their absence is an error. */
export interface Adopted {
  readonly slo: Source | null;
  readonly loadTest: Source | null;
  readonly performanceSection: Source | null;
  readonly debtRegister: Source | null;
}

/** Where code runs: which path of the program reaches it, and in which workloads. */
export interface Reach {
  readonly path: 'request' | 'worker' | 'startup' | 'script' | 'unreached';
  readonly sure: Certainty;
  readonly direct: boolean; // stands in the handler itself
  readonly shown: boolean; // a chain of calls from what handles the work, or the file that starts it; else a program only loads the file
  readonly by: ReachedBy;
  readonly why: string;
  readonly entry: Source | null; // an entry point that reaches it
  readonly refills?: Source; // a call on every way there that is made only where what is kept is missing, and keeps what it brings
  readonly steps: readonly { readonly source: Source; readonly callee: string }[]; // the calls from there to the function it stands in, in order
}

/** How reach is known. calls: a chain of calls from what handles the work; loads: a program loads the file; package: it stands in the package of one; nothing: no entry point was found. */
export type ReachedBy = 'calls' | 'loads' | 'package' | 'nothing';

/** A use in code, with the workloads that own it. */
export interface Used<U> extends Subject {
  readonly use: U;
  readonly reach: Reach;
  readonly owners: readonly Workload[];
}

export interface Pool extends Used<PoolUse> {
  readonly connectionsMax: Known<number>; // per process, configuration of the owner applied
  readonly sizeUnset: boolean; // nobody set the size, in code or in a connection string that is known; the default's number may still be unknown
  readonly overflowMax: Known<number> | null;
  readonly acquireTimeoutMs: Known<number> | null;
  readonly lifetimeMs: Known<number> | null;
  readonly idleTimeoutMs: Known<number> | null;
  readonly statementTimeoutMs: Known<number> | null; // as the pool sets it, or its connection string
  readonly sharedWith: { readonly server: Source; readonly worker: Source; readonly role: Role } | null; // work of another load profile in the same process that loads the same pool
  readonly owner: Workload | null;
  readonly instancesMax: Known<number>;
  readonly processesPerInstance: Known<number>;
  readonly database: { readonly id: string; readonly why: string; readonly sure: Certainty } | null;
}

/** One setting that one file gives twice: only the framework knows which of them holds. */
export interface DoubleSetting extends Subject {
  readonly key: string;
  readonly entries: readonly ConfigEntry[]; // two or more, in one file and profile
}

export interface Database extends Subject {
  readonly name: string;
  readonly engine: Engine;
  readonly source: Source;
  readonly connectionsMax: Known<number>; // as the contract states it, else as found
  readonly connectionsFound: Known<number>;
  readonly connectionsReserved: Known<number>;
  readonly disks?: Known<number>; // that work at the same time, as the contract states them
  readonly cores?: Known<number>; // of its server, as the contract states it, else by its class; absent: not on record
  readonly local: boolean; // for developers only
  readonly statementTimeoutMs?: Known<number> | null; // that its parameters set for every session
  readonly pooler: { readonly name: string; readonly source: Source } | null; // RDS Proxy, PgBouncer in front
  readonly pools: readonly Pool[];
  readonly hosts: readonly string[]; // names by which configuration reaches it
  readonly joins: readonly JoinNote[];
}

export interface Network extends Subject {
  readonly name: string;
  readonly source: Source;
  readonly zones: Known<number>;
  readonly natGateways: Known<number> | null; // null: none declared
  readonly natSource: Source | null;
  readonly endpoints: readonly Endpoint[];
  readonly endpointsComplete: Known<boolean>; // unknown: the network is shared with a stack outside
  readonly services: readonly ServiceUse[];
}

export interface Endpoint {
  readonly service: string; // 's3', 'ecr.api'
  readonly type: 'Gateway' | 'Interface';
  readonly privateDns: Known<boolean>;
  readonly placed: Known<boolean>; // has route tables or subnets
  readonly subnets: readonly string[] | null; // addresses of the subnets whose traffic it takes; null: not known
  readonly besideNat: boolean; // none of these subnets leaves through NAT, while others do: who goes out through NAT is not served
  readonly source: Source;
}

/** How it is known that a unit calls a service: its code does, its role permits it, or the platform does for it. */
export type UseKind = 'code' | 'permission' | 'platform';

/** An AWS service that units in a network call. */
export interface ServiceUse extends Subject {
  readonly service: string;
  readonly network: string;
  readonly by: readonly { readonly source: Source; readonly says: string; readonly kind: UseKind }[];
  readonly callers: readonly { readonly unit: string; readonly source: Source; readonly says: string; readonly subnets: readonly string[] }[]; // in private subnets with a way out
  readonly joins: readonly JoinNote[];
}

/** A network that another stack declares: whether it has endpoints stands there. */
export interface OutsideNetwork extends Subject {
  readonly source: Source;
  readonly declaredIn: Source | null; // another root module of this repository that declares a network
  /** The networks that this repository makes elsewhere: one of them it likely is. */
  readonly candidates: readonly Network[];
  readonly callers: readonly { readonly unit: string; readonly source: Source }[];
  readonly services: readonly { readonly service: string; readonly source: Source; readonly says: string; readonly kind: UseKind }[];
}

/** Two timeouts of which the first must be longer, because the second happens inside it. */
export interface TimeoutPair extends Subject {
  readonly outer: { readonly name: string; readonly timeoutMs: Known<number>; readonly source: Source };
  readonly inner: {
    readonly name: string;
    readonly timeoutMs: Known<number>; // of all tries together
    readonly tryMs: Known<number> | null; // of one try, where there may be several
    readonly source: Source;
    readonly tries: Known<number> | null;
  };
  readonly joins: readonly JoinNote[];
  readonly help: string;
}

export interface Alarm extends Subject {
  readonly name: string;
  readonly metric: Known<string>;
  readonly statistic: Known<string>;
  readonly measures: 'latency' | 'other' | 'unknown';
  readonly source: Source;
  readonly statisticSource: Source;
  readonly inQuery: boolean; // inside a metric_query, where `stat` takes percentiles itself
}

export interface Pipeline {
  readonly workflows: readonly Workflow[];
  readonly deploys: readonly PipelineStep[];
  readonly loadTests: readonly PipelineStep[];
  readonly possibleLoadTests: readonly PipelineStep[]; // steps whose commands are not in this repository: they may test load
  readonly criteria: readonly PipelineStep[];
  readonly comparisons: readonly PipelineStep[];
}

export interface PipelineStep extends Subject {
  readonly workflow: Workflow;
  readonly job: WorkflowJob;
  readonly act: PipelineAct;
  readonly callers: readonly Source[]; // jobs that call the reusable workflow this step stands in
  readonly upstream: readonly string[]; // `file#job` of every job that must end well before this one starts
}

export interface JoinedLoadTest extends Subject {
  readonly test: LoadTest;
  readonly runs: readonly PipelineStep[];
  readonly slo: JoinedSlo | null; // the objectives it can hold
  readonly joins: readonly JoinNote[];
}

export interface JoinedSlo extends Subject {
  readonly slo: ServiceLevelObjectives;
  readonly workload: Workload | null;
  readonly joins: readonly JoinNote[];
}

export interface JoinedDecision extends Subject {
  readonly decision: DecisionRecord;
  readonly claims: readonly ClaimCheck[];
}

export interface ClaimCheck extends Subject {
  readonly claim: Claim;
  readonly workload: Workload | null;
  readonly joins: readonly JoinNote[];
}

/** What decisions state in numbers, beside what was measured and what was promised. Decisions that no longer hold state nothing. */
export interface Claimed {
  readonly results: readonly ClaimedResult[];
  readonly targets: readonly ClaimedTarget[];
  readonly headrooms: readonly ServiceHeadroom[];
  readonly superseded: readonly Superseded[];
  readonly evidenceAgeMax: Stated<number> | null; // ms, as the contract declares it
}

export interface ClaimedResult extends Subject {
  readonly decision: DecisionRecord;
  readonly claim: PerformanceClaim;
  readonly resolution: Resolution;
  readonly run: MeasuredRun | null; // that the evidence leads to
  readonly agreements: readonly Agreement[]; // none without a run
  readonly targets: readonly TargetCheck[];
  readonly met: boolean | null; // all targets; null: none, or a number is missing
  readonly requestsNeeded: number | null; // for the percentile
  readonly services: readonly string[]; // the names of the service that the decision is about; none: not known
  readonly joins: readonly JoinNote[];
}

export interface ClaimedTarget extends Subject {
  readonly decision: DecisionRecord;
  readonly claim: PerformanceClaim;
  readonly checks: readonly LimitCheck[];
  readonly joins: readonly JoinNote[];
}

/** One latency objective of a service with the debts that were accepted for it. */
export interface ServiceHeadroom extends Subject {
  readonly service: string;
  readonly limit: Stated<number>; // ms
  readonly run: MeasuredRun | null; // the last one of the service
  readonly headroom: Headroom;
  readonly debts: readonly DebtItem[]; // open ones
}

export interface Superseded extends Subject {
  readonly link: SupersessionLink;
}

export interface Debt extends Subject {
  readonly item: DebtItem | null; // null: named by a decision but in no register
  readonly mentionedAt: readonly Stated<string>[];
  readonly registers: readonly string[];
}

/** What the contract states and the repository says otherwise. */
export interface Contradiction extends Subject {
  readonly against: 'code' | 'infrastructure';
  readonly what: string;
  readonly unit: 'ms' | null; // how both are said
  readonly stated: Known<unknown>;
  readonly found: Known<unknown>;
  readonly agrees: boolean | null; // null: cannot be told
}
