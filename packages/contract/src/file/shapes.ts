import { profiles } from '../vocabulary.ts';
import type { BreakerContract, CallContract, Contract, DecisionsContract, DependencyContract, GateContract, ScaleContract, StateContract, WorkloadContract } from './contract.ts';
import { list } from './list.ts';
import { field, named, object } from './mapping.ts';
import type { Shape } from './shape.ts';
import { count, cron, duration, host, oneOf, path, place, poolSize, ratio, text } from './values.ts';

const scale: Shape<ScaleContract> = object<ScaleContract>('a mapping with signal, min and max', {
  signal: field('signal', 'What the workload scales on', oneOf('scaling signal', ['request-rate', 'queue-depth', 'lag', 'cpu', 'memory', 'schedule', 'concurrency', 'latency'])),
  min: field('min', 'Fewest instances', count),
  max: field('max', 'Most instances', count),
});

const state: Shape<StateContract> = object<StateContract>('a mapping from a kind of state to its place', {
  sessions: field('sessions', 'Where HTTP sessions live', place),
  cache: field('cache', 'Where cached values live', place),
  locks: field('locks', 'What holds distributed locks', place),
  uploads: field('uploads', 'Where uploaded files go', place),
  rateLimits: field('rate_limits', 'Where rate limits are counted', place),
  temporaryFiles: field('temporary_files', 'Where the stages of a computation leave their output', place),
  connections: field('connections', 'What knows which instance holds a connection', place),
});

const breaker: Shape<BreakerContract> = object<BreakerContract>('a mapping with errors, of and reset', {
  errors: field('errors', 'Share of failed calls that opens the circuit breaker', ratio),
  of: field('of', 'Number of calls looked at', count),
  resetMs: field('reset', 'Time until a call is tried again', duration),
});

const call: Shape<CallContract> = object<CallContract>('a mapping with timeout, pool, bulkhead and breaker', {
  timeoutMs: field('timeout', 'How long one call may take', duration),
  pool: field('pool', 'Connections per instance; auto: from cores and disks of the dependency', poolSize),
  bulkhead: field('bulkhead', 'Calls at the same time per instance', count),
  breaker: field('breaker', 'Circuit breaker', breaker),
});

const workload: Shape<WorkloadContract> = object<WorkloadContract>('a mapping that describes one workload', {
  profile: field('profile', 'How load arrives at the workload', oneOf('profile', profiles)),
  code: field('code', 'Folder of its code', path),
  slo: field('slo', 'Its SLO file', path),
  deadlineMs: field('deadline', 'Longest time a request may take: the top of the timeout pyramid', duration),
  scale: field('scale', 'Instances and what their number follows', scale),
  zones: field('zones', 'Whether calls stay in their zone', oneOf('choice of zones', ['prefer-same', 'any'])),
  state: field('state', 'Where its state lives', state),
  calls: field('calls', 'What it calls', named('a mapping from a dependency to how it is called', call)),
  queue: field('queue', 'Queue it takes jobs from', text),
  schedule: field('schedule', 'When it runs', cron),
  capacity: field('capacity', 'Kind of machines it runs on', oneOf('kind of capacity', ['on-demand', 'spot'])),
  stages: field('stages', 'Where its stages leave their output', place),
  stream: field('stream', 'Stream it reads', text),
});

const dependency: Shape<DependencyContract> = object<DependencyContract>('a mapping that describes one dependency', {
  kind: field('kind', 'What it is, such as postgres, redis or http', text),
  cores: field('cores', 'CPU cores of the database server', count),
  disks: field('disks', 'Disks of the database server that work at the same time', count),
  connectionsMax: field('max_connections', 'Connections the server allows', count),
});

const gate: Shape<GateContract> = object<GateContract>('a mapping with scenario, environment, slo and targets_allowed', {
  scenario: field('scenario', 'Load test that the gate runs', path),
  environment: field('environment', 'Environment it runs against', text),
  slo: field('slo', 'SLO file that load tests are held against', path),
  targetsAllowed: field('targets_allowed', 'Hosts besides this machine that load may be sent to', list('a list of host names', host)),
});

const decisions: Shape<DecisionsContract> = object<DecisionsContract>('a mapping with adr, debt, performance and evidence_age', {
  adr: field('adr', 'Folder of the architecture decision records', path),
  debt: field('debt', 'Register of accepted performance debt', path),
  performance: field('performance', 'Records that bear on performance, whatever their words say', list('a list of paths', path)),
  evidenceAge: field('evidence_age', 'How old a load-test run may be that a result in a record rests on, such as 180d', duration),
});

export const contract: Shape<Omit<Contract, 'file'>> = object<Omit<Contract, 'file'>>('a mapping', {
  system: field('system', 'Name of the system', text),
  workloads: field('workloads', 'What runs, by name', named('a mapping from names to workloads', workload)),
  dependencies: field('dependencies', 'What the workloads lean on, by name', named('a mapping from names to dependencies', dependency)),
  gate: field('gate', 'The performance gate', gate),
  decisions: field('decisions', 'Where decisions and debt are written down', decisions),
});
