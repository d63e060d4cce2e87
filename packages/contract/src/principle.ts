/** The eight design principles of performance efficiency of WAF++, by the headings of the page. */
export type PrincipleId = 'DP1' | 'DP2' | 'DP3' | 'DP4' | 'DP5' | 'DP6' | 'DP7' | 'DP8';

export const principles: Readonly<Record<PrincipleId, string>> = {
  DP1: 'Separate Workloads by Load Profile',
  DP2: 'Externalise State Before Scaling',
  DP3: 'Use Latency-Optimized Routing',
  DP4: 'Configure Connection Pools Explicitly',
  DP5: 'Define SLOs Before the First Deployment',
  DP6: 'Isolate I/O-Intensive Workloads',
  DP7: 'Performance Validation in CI/CD',
  DP8: 'Document Performance Decisions in ADRs',
};

export const principleIds: readonly PrincipleId[] = Object.keys(principles) as PrincipleId[];

export type PrincipleStatus = 'kept' | 'broken' | 'undecided' | 'not-applicable';
