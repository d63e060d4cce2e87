export type * from './code.ts';
export type * from './deployment.ts';
export type * from './pipeline.ts';
export type * from './setting.ts';
export type * from './terraform.ts';
