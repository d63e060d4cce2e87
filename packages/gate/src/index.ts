export * from './verdict/index.ts';
