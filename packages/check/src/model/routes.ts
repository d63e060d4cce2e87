import type { Source } from '@plimsoll/contract';
import type { Known } from './known.ts';
import type { Subject } from './rule.ts';

/** What stands between users and units: balancers, content delivery, queues, names. */
export interface Routes {
  readonly stickyRoutes: readonly StickyRoute[];
  readonly cdnBehaviours: readonly CdnBehaviour[];
  readonly queueVisibilities: readonly QueueVisibility[];
  readonly streams: readonly Stream[];
  readonly publicHosts: readonly PublicHost[];
}

/** A balancer that sends a client to the instance it met before. */
export interface StickyRoute extends Subject {
  readonly source: Source;
  readonly says: string;
  readonly unit: string | null; // id of the unit behind it; null: not known
}

/** One path of a content delivery network. */
export interface CdnBehaviour extends Subject {
  readonly source: Source;
  readonly name: string;
  readonly caching: 'enabled' | 'disabled' | 'unknown';
  readonly why: string;
  readonly pathPattern: string | null; // null: everything that no other behaviour takes
  readonly methods: readonly string[]; // that it lets through, as far as stated
  readonly dynamic: string | null; // why its answers are not to be cached: it takes POST, or its path is /api/*
}

/** For how long a message stays hidden while somebody works on it. One for each consumer; without a consumer that is known, one for the queue. */
export interface QueueVisibility extends Subject {
  readonly queue: string;
  readonly visibilityMs: Known<number>;
  readonly source: Source;
  readonly consumer: { readonly unit: string; readonly timeoutMs: Known<number>; readonly source: Source } | null;
  readonly why: string;
}

/** A log that consumers read in order: Kafka, Kinesis, a table's stream. */
export interface Stream extends Subject {
  readonly name: string;
  readonly kind: 'kafka' | 'kinesis' | 'table-stream';
  readonly source: Source;
  readonly consumers: readonly { readonly unit: string; readonly source: Source }[];
}

/** A name under which the public reaches the system. */
export interface PublicHost extends Subject {
  readonly host: Known<string>;
  readonly source: Source;
  readonly unit: string | null; // id of the unit that answers; null: several, or not known
}
