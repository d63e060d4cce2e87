import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startBalancer } from '../../examples/local/balancer.ts';
import { standIn } from '../../examples/local/http-stand-in.ts';
import { get } from './traffic.ts';

const named = (name: string): ReturnType<typeof standIn> => standIn((_request, response) => Promise.resolve(void response.end(name)));

describe('the balancer of the examples', () => {
  it('gives connections to the instances in turn', async () => {
    const instances = [await named('harbour'), await named('quay')];
    const balancer = await startBalancer(instances.map(({ url }) => url));
    try {
      const answers: string[] = [];
      for (let number = 0; number < 4; number += 1) answers.push((await get<string>(balancer.url, { connection: 'close' })).body);
      expect(answers.slice(0, 2).toSorted()).toEqual(['harbour', 'quay']);
      expect(answers.slice(2)).toEqual(answers.slice(0, 2));
    } finally {
      await balancer.stop();
      for (const each of instances) await each.stop();
    }
  });

  it('refuses a connection where its instance is gone, and stays', async () => {
    const instance = await named('harbour');
    const free = createServer();
    const gone = await new Promise<string>((resolve) => {
      free.listen(0, '127.0.0.1', () => {
        const address = free.address();
        free.close(() => resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`));
      });
    });
    const balancer = await startBalancer([instance.url, gone]);
    try {
      const answers = [];
      for (let number = 0; number < 4; number += 1)
        answers.push(
          await get<string>(balancer.url, { connection: 'close' }).then(
            ({ body }) => body,
            () => 'refused',
          ),
        );
      expect(answers.toSorted()).toEqual(['harbour', 'harbour', 'refused', 'refused']);
    } finally {
      await balancer.stop();
      await instance.stop();
    }
  });
});
