import type { Profile } from '@plimsoll/contract';
import type { QueueKind } from './options.ts';

/** What is known of one workload that is to be scaled; from here on no repository is looked at. */
export interface ScalePlan {
  readonly workload: string;
  readonly profile: Exclude<Profile, 'batch'>;
  readonly instancesMin: number;
  readonly instancesMax: number;
  /** Per instance: messages, or requests per second. */
  readonly target: number;
  readonly activation: number;
  readonly source: SignalSource;
  readonly runsOn: RunsOn;
  /** A handler's or a request's deadline, as the contract states it. */
  readonly deadlineMs: number | null;
}

export type SignalSource =
  | { readonly kind: 'requests' }
  | { readonly kind: QueueKind; readonly queue: string; /** Variable of the workload that holds its address. */ readonly addressVariable: string | null };

/** Where a workload was found to run; the names are those of the repository. */
export interface RunsOn {
  readonly deployment: { readonly kind: 'Deployment' | 'StatefulSet'; readonly name: string } | null;
  /** `aws_ecs_service.settlement` */
  readonly ecsService: string | null;
}

/** Facts that only the command line has. */
export interface Places {
  readonly region: string | null;
  readonly prometheus: string | null;
  readonly bootstrap: string | null;
  readonly group: string | null;
}

/** Something that could not be written, or that whoever applies it has to know. */
export interface Note {
  readonly workload: string;
  readonly says: string;
  /** Nothing was written for it. */
  readonly leftOut: boolean;
}

export type Written = { readonly text: string } | { readonly missing: string };
