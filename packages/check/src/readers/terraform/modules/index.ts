export type { EvaluatedBlock, EvaluatedBody, EvaluatedModuleCall, EvaluatedProvider, EvaluatedResource, EvaluatedRoot, Multiplicity } from './evaluated.ts';
export { findEnvironments, type TerraformEnvironment } from './environments.ts';
export { evaluateRoot } from './evaluate-root.ts';
export type { TerraformFiles } from './files.ts';
export { expressionReferences } from './references.ts';
export type { RootRole } from './role.ts';
export { findRootModules, type RootModule } from './roots.ts';
