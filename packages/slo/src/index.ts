export type { ErrorBudget, Objective, ObjectiveKind, ServiceLevelObjectives, SloShape } from './objectives.ts';
export type { SloFile } from './read/index.ts';
export { mayBeSlo, readSloFile } from './read/index.ts';
export type { CriteriaOfSlos } from './criteria/criteria.ts';
export { criteriaOf } from './criteria/criteria.ts';
