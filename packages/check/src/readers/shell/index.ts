export { saysAssignment, saysSetting } from './assignment.ts';
export { chainOf } from './chain.ts';
export type { DotenvLine } from './dotenv.ts';
export { readDotenv } from './dotenv.ts';
export { resolvePath } from './path.ts';
export { outgrew, replaceWithin, tooLong } from './replace.ts';
export { splitWords } from './words.ts';
