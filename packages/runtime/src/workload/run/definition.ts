import type { Clock } from '../../clock/index.ts';
import type { Intake } from '../drain/drain.ts';
import type { Family } from '../../telemetry/family.ts';
import type { Role } from '../role/role.ts';

/** A role as its maker describes it; `startWorkload` runs it. */
export interface RoleDefinition {
  readonly role: Role;
  /** For a load balancer to look away; 0 where none is in front. */
  readonly loadBalancerMs: number;
  /** For work that has begun to end by itself, once the process is to end. */
  readonly deadlineMs: number;
  open(context: RoleContext): RoleRun;
}

export interface RoleContext {
  readonly name: string;
  readonly clock: Clock;
  /** The role has nothing left to do and never will: the process may end. */
  readonly ended: (outcome: 'done' | 'failed', error?: unknown) => void;
}

export interface RoleRun extends Intake {
  families(): readonly Family[];
}
