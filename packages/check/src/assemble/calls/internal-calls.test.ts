import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import { memoryFiles } from '../../testing/memory-files.ts';

const server = (answer: string): string => `import express from 'express';\nconst app = express();\napp.get('/', async (_request, response) => response.json(${answer}));\napp.listen(8080);\n`;
const services = {
  'orders/package.json': '{ "name": "orders", "dependencies": { "express": "5" } }',
  'orders/server.js': server('await (await fetch(`${process.env.SCALES_URL}/weigh`)).json()'),
  'scales/package.json': '{ "name": "scales", "dependencies": { "express": "5" } }',
  'scales/server.js': server('1'),
  'compose.yaml': 'services:\n  orders: { build: orders, environment: { SCALES_URL: http://scales:8080 } }\n  scales: { build: scales }\n',
};
const deployment = (name: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  selector: { matchLabels: { app: ${name} } }\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec: { containers: [{ name: ${name}, image: harbour/${name} }] }\n`;

async function calls(texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const [system] = (await analyse(memoryFiles(texts), '2026-11-23')).systems;
  return (system?.internalCalls ?? []).map(({ client, to }) => `${client.owners[0]?.name} > ${to.name}`);
}

describe('a call to a name of compose', () => {
  it('stays within the repository where compose is all there is', async () => expect(await calls(services)).toEqual(['orders > scales']));
  it('stays within it where both are deployed', async () =>
    expect(await calls({ ...services, 'k8s/orders.yaml': deployment('orders'), 'k8s/scales.yaml': deployment('scales') })).toEqual(['orders > scales']));
  it('is a stand-in for something outside where only the caller is deployed', async () => expect(await calls({ ...services, 'k8s/orders.yaml': deployment('orders') })).toEqual([]));
});
