import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import type { System } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';

async function systemOf(texts: Readonly<Record<string, string>>): Promise<System> {
  const [system] = (await analyse(memoryFiles(texts), '2026-11-23')).systems;
  if (!system) throw new Error('one system is wanted');
  return system;
}

const fetching = "import axios from 'axios';\nexport const weigh = () => axios.get('https://scales.example');\n";
const server =
  "import express from 'express';\nimport { weigh } from './scales.js';\nconst app = express();\napp.get('/', async (_request, response) => response.json(await weigh()));\napp.listen(8080);\n";

describe('uses', () => {
  it('in code that never serves load are left out', async () => {
    const { clients } = await systemOf({ 'src/scales.js': fetching, 'test/scales.test.js': fetching, 'examples/scales.js': fetching, 'scripts/scales.js': fetching });
    expect(clients.map((client) => client.use.site.source.file)).toEqual(['src/scales.js']);
  });

  it('belong to the workloads that load their file', async () => {
    const { clients } = await systemOf({
      'orders/package.json': '{ "name": "orders" }',
      'orders/server.js': server,
      'orders/scales.js': fetching,
      'pears/package.json': '{ "name": "pears" }',
      'pears/server.js': server.replace("import { weigh } from './scales.js';", '').replace('await weigh()', '1'),
      'pears/unused.js': fetching,
    });
    const owners = Object.fromEntries(clients.map((client) => [client.use.site.source.file, client.owners.map((owner) => owner.name)]));
    expect(owners).toEqual({ 'orders/scales.js': ['orders'], 'pears/unused.js': ['pears'] });
  });

  it('have names that tell where they stand', async () => {
    expect((await systemOf({ 'src/scales.js': fetching })).clients).toMatchObject([{ id: 'client:src/scales.js:2', owners: [] }]);
  });
});
