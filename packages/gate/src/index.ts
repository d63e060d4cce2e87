export type * from './verdict/index.ts';
