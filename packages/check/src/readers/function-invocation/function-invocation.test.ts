import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../testing/memory-files.ts';
import { functionInvocationReader } from './index.ts';

function words(text: string): readonly (readonly string[])[] {
  const path = 'bin/set-roles';
  const { facts } = functionInvocationReader.read({ path, text }, memoryFiles({ [path]: text }));
  return facts.flatMap((fact) => (fact.kind === 'function-invocation' ? [fact.words] : []));
}

describe('commands that invoke a function', () => {
  it('name it literally, or through a variable of the script', () => {
    expect(words('aws lambda invoke --function-name harbour-roles out.json\n')).toEqual([['harbour-roles']]);
    expect(words('roles=$(terraform output -raw roles_function_name)\naws --region eu lambda invoke \\\n  --function-name "${roles}" \\\n  out.json\n')).toEqual([
      ['roles', 'terraform', 'output', '-raw', 'roles_function_name'],
    ]);
  });

  it('are none where another command names it', () => {
    expect(words('aws lambda list-functions\naws lambda invoke --help\necho --function-name x\n')).toEqual([]);
  });

  it('stand in scripts, not in code', () => {
    const claims = (path: string): boolean => functionInvocationReader.claims(path, () => new Uint8Array());
    expect(['bin/set-roles', 'deploy.sh', 'Makefile', 'infra/scripts/run'].filter((path) => !claims(path))).toEqual([]);
    expect(['src/roles.ts', 'bin/set-roles.py', 'roles'].filter(claims)).toEqual([]);
  });

  it('are placed where the command begins', () => {
    const text = 'set -e\n  aws lambda invoke \\\n    --function-name x out.json\n';
    expect(functionInvocationReader.read({ path: 'a.sh', text }, memoryFiles({ 'a.sh': text })).facts).toMatchObject([{ source: { file: 'a.sh', line: 2, column: 3, endLine: 2, endColumn: 22 } }]);
  });
});
