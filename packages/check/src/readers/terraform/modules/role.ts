/** What a directory of configuration is for. A `library` is called by nothing but examples and tests. */
export type RootRole = 'deployment' | 'library' | 'example' | 'test' | 'vendor';

const examples: ReadonlySet<string> = new Set(['example', 'examples', 'sample', 'samples', '_examples']);
const tests: ReadonlySet<string> = new Set(['test', 'tests', 'testing', 'testdata', 'fixtures', '__tests__', 'testsuite']);
/** Below these, `test` is the name of an environment. */
const environments: ReadonlySet<string> = new Set(['env', 'envs', 'environment', 'environments', 'live', 'accounts', 'stages']);

export function roleOfPath(path: string): Exclude<RootRole, 'library'> {
  const parts = path.toLowerCase().split('/');
  if (parts.includes('.terraform')) return 'vendor';
  if (parts.some((part) => examples.has(part))) return 'example';
  const isTest = parts.some((part, index) => tests.has(part) && !environments.has(parts[index - 1] ?? ''));
  return isTest ? 'test' : 'deployment';
}
