export type { Analysis, CheckOptions } from './engine/check.ts';
export { analyse, check } from './engine/check.ts';
export type { FileIndex, Reader, ReaderResult, SourceText } from './readers/reader.ts';
export { memoryFiles } from './testing/memory-files.ts';
export type * from './model/system.ts';
export type { AnyRule, ArtefactKind, Judgement, Rule, Subject } from './model/rule.ts';
export type { Fact, Interval, Known, Missing, Unknown } from './model/known.ts';
export { isKnown, valueOf } from './model/known.ts';
export { say, sayDurationMs, sayMs, sayNumber } from './model/say.ts';
