/** The monolith with the fix of one principle, and nothing else. */
export interface Variant {
  readonly id: string;
  readonly principle: 'DP1' | 'DP2' | 'DP3' | 'DP4' | 'DP5' | 'DP6' | 'DP7' | 'DP8';
  /** What the patch does, in a few words. */
  readonly does: string;
  /** A file of this folder. */
  readonly patch: string;
  /** Rules that speak of the monolith and no longer of the patched copy. */
  readonly mends: readonly string[];
  readonly instances: number;
  /** Files that run beside the server. */
  readonly beside: readonly string[];
  /** Why it has no bar; null where it is measured. */
  readonly notMeasured: string | null;
}

const alone = { instances: 1, beside: [], notMeasured: null } as const;
const noLoad = 'no bar, as it carries no load: it says how much there has to be, and whether it still is';

export const variants: readonly Variant[] = [
  {
    ...alone,
    id: 'dp1',
    principle: 'DP1',
    does: 'settlement and reconciliation in processes of their own',
    patch: 'dp1-separate-processes.patch',
    mends: ['dp1/mixed-load-profiles-in-one-process', 'dp1/scheduler-in-scaled-workload', 'dp1/api-scaled-without-request-signal'],
    beside: ['src/settlement-worker.ts'],
  },
  {
    ...alone,
    id: 'dp2',
    principle: 'DP2',
    does: 'sessions, counts, locks and files out of the process; two instances',
    patch: 'dp2-state-outside.patch',
    mends: ['dp2/lock-in-process', 'dp2/rate-limit-in-process', 'dp2/session-in-process-memory', 'dp2/upload-on-local-disk'],
    instances: 2,
  },
  {
    ...alone,
    id: 'dp3',
    principle: 'DP3',
    does: 'endpoints, a NAT gateway in each zone, one agent for all calls',
    patch: 'dp3-short-ways.patch',
    mends: ['dp3/aws-service-without-vpc-endpoint', 'dp3/http-client-per-call', 'dp3/single-nat-across-zones'],
    notMeasured: 'not measurable on one machine: there are no zones and no TLS on loopback',
  },
  {
    ...alone,
    id: 'dp4',
    principle: 'DP4',
    does: 'pools with sizes and timeouts, no connection per request',
    patch: 'dp4-pool-sizes.patch',
    mends: [
      'dp4/connection-per-call',
      'dp4/no-statement-timeout',
      'dp4/pool-exceeds-max-connections',
      'dp4/pool-larger-than-database-can-use',
      'dp4/pool-size-not-set',
      'dp4/pool-without-acquire-timeout',
      'dp4/pool-without-recycle-or-validation',
    ],
  },
  {
    ...alone,
    id: 'dp5',
    principle: 'DP5',
    does: 'objectives of latency, a budget, alarms on percentiles',
    patch: 'dp5-objectives.patch',
    mends: ['dp5/alert-on-average', 'dp5/service-without-slo', 'dp5/slo-incomplete'],
    notMeasured: noLoad,
  },
  {
    ...alone,
    id: 'dp6',
    principle: 'DP6',
    does: 'a guard around the fraud service, no lock across calls, files without blocking',
    patch: 'dp6-isolate-io.patch',
    mends: ['dp6/blocking-call-in-async-function', 'dp6/http-call-without-timeout', 'dp6/lock-held-across-io', 'dp6/shared-executor-for-internal-and-external-calls', 'dp6/timeout-pyramid-inverted'],
  },
  {
    ...alone,
    id: 'dp7',
    principle: 'DP7',
    does: 'a load test with criteria that the deploy waits for',
    patch: 'dp7-gate.patch',
    mends: ['dp7/load-test-does-not-gate-deploy', 'dp7/load-test-without-criteria'],
    notMeasured: noLoad,
  },
  {
    ...alone,
    id: 'dp8',
    principle: 'DP8',
    does: 'decisions that say what they cost, debts that somebody owns',
    patch: 'dp8-decisions.patch',
    mends: ['dp8/adr-without-performance-impact', 'dp8/claim-contradicts-infrastructure', 'dp8/debt-not-in-register', 'dp8/debt-overdue'],
    notMeasured: noLoad,
  },
];
