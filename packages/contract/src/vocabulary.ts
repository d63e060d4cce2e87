/** What an entry point does; a workload gets its profile from the roles of its entry points. */
export type Role = 'server' | 'consumer' | 'scheduler' | 'batch' | 'stream' | 'script' | 'test' | 'browser';

/** How load arrives at a workload, and so what it scales on. */
export type Profile = 'sync-api' | 'background-job' | 'batch' | 'stream';

export const profiles: readonly Profile[] = ['sync-api', 'background-job', 'batch', 'stream'];

/** What a workload scales on. `other` is a signal that was read but is none of these. */
export type ScalingSignal = 'request-rate' | 'queue-depth' | 'lag' | 'cpu' | 'memory' | 'schedule' | 'concurrency' | 'latency' | 'other';
