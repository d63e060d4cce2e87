import type { Evidence, JoinNote, Severity, Source, UndecidedBy } from '@plimsoll/contract';
import type { System } from './system.ts';

export type ArtefactKind = 'code' | 'infrastructure' | 'pipeline' | 'slo' | 'decision' | 'load-test' | 'contract';

/** Anything a rule looks at has a name of its own: `workload:api`, `dependency:payments-db`, `pool:src/db.ts:12`. */
export interface Subject {
  readonly id: string;
}

export interface Rule<S extends Subject> {
  readonly id: `dp${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}/${string}` | `contract/${string}`;
  readonly severity: Severity; // the principle's own word, see PRINCIPLES.md
  readonly summary: string;
  readonly controls: readonly string[]; // WAF-PERF controls it evidences
  readonly needs: readonly ArtefactKind[]; // two kinds or more: a cross-artefact rule
  readonly practice?: true; // what it asks for pays under real load: one step quieter where the repository says that it is a sample; numbers that contradict each other bite there, too
  subjects(system: System): Iterable<S>; // none: the rule does not apply
  judge(subject: S, system: System): Judgement; // kept, broken or undecided, exactly one per subject
}

/** An entry of the registry: rules have different subjects, and each judges only what its own `subjects` gave. */
export type AnyRule = Omit<Rule<Subject>, 'judge'> & { judge(subject: never, system: System): Judgement };

export type Judgement = Kept | Broken | Undecided;

/** Findings of one rule with one `key` are one finding: `12 services …`, with a place for each. What is absent everywhere is said once. */
export interface Together {
  readonly key: string;
  readonly name: string; // what is counted: copies of one service are one
  readonly many: string; // follows the number: `services are deployed without …`
  readonly help?: string; // where the help of one would name that one
  /** What is so of the worst of them only, after `is` or `are`. With it the group spans severities, one of the worst leads, and how many there are is said. */
  readonly worst?: { readonly holds: boolean; readonly says: string };
}

export interface Kept {
  readonly state: 'kept';
  readonly evidence: readonly Evidence[];
}

export interface Broken {
  readonly state: 'broken';
  readonly at: Source | null;
  readonly message: string;
  readonly help: string;
  readonly places?: readonly Source[]; // further copies of what stands at `at`
  readonly together?: Together;
  readonly severity?: Severity; // where it differs from the rule's: one step lower in workers, or until a practice is adopted
  readonly evidence: readonly Evidence[];
  readonly joins: readonly JoinNote[];
}

export interface Undecided {
  readonly state: 'undecided';
  readonly at: Source | null;
  readonly places?: readonly Source[];
  readonly together?: Together;
  readonly message: string;
  readonly help: string;
  readonly undecidedBy: readonly UndecidedBy[];
  readonly evidence: readonly Evidence[];
  readonly joins: readonly JoinNote[];
}
