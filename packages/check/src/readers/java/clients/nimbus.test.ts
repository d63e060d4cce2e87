import { describe, expect, it } from 'vitest';
import { valueOf } from '../../../model/known.ts';
import { memoryFiles } from '../../../testing/memory-files.ts';
import { javaReader } from '../index.ts';

async function timeouts(body: string) {
  const text = `class Tokens {\n  Object ask(TokenRequest tokenRequest) throws Exception {\n${body}\n  }\n}\n`;
  const path = 'src/main/java/harbour/Tokens.java';
  await javaReader.prepare?.();
  const { facts } = javaReader.read({ path, text }, memoryFiles({ [path]: text }));
  return facts.flatMap((fact) => (fact.kind === 'client' ? [valueOf(fact.timeoutMs.value)] : []));
}

describe('a request of the Nimbus SDK', () => {
  it('waits for ever unless it is told not to', async () => {
    expect(await timeouts('    return tokenRequest.toHTTPRequest().send();')).toEqual([Infinity]);
    expect(await timeouts('    var request = tokenRequest.toHTTPRequest();\n    request.setReadTimeout(5000);\n    return request.send();')).toEqual([5000]);
  });

  it('is none where it is not sent, or sent by a sender with timeouts of its own', async () => {
    expect(await timeouts('    return tokenRequest.toHTTPRequest();')).toEqual([]);
    expect(await timeouts('    return tokenRequest.toHTTPRequest().send(sender);')).toEqual([]);
  });
});
