export { jsonReport } from './json/json-report.ts';
export { sarifReport } from './sarif/sarif-report.ts';
export type { RuleText } from './sarif/rules.ts';
export type { FailOn } from './text/outcome.ts';
export type { TextOptions } from './text/index.ts';
export { textReport } from './text/index.ts';
