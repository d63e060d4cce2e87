import { describe, expect, it } from 'vitest';
import { analyse } from '../engine/check.ts';
import { memoryFiles } from '../testing/memory-files.ts';
import { belongsTo } from './environments.ts';

const deployment = (replicas: number) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  replicas: ${replicas}
  template:
    metadata: { labels: { app: orders } }
    spec: { containers: [{ name: orders, image: harbour/orders }] }
`;

async function environments(texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await analyse(memoryFiles(texts), '2026-11-23')).systems.map((system) => system.environment);
}

describe('environments', () => {
  it('are the union of the names found, sorted, and never a product', async () => {
    const files = { 'k8s/overlays/stage/orders.yaml': deployment(2), 'k8s/overlays/production/orders.yaml': deployment(4), 'compose.prod.yaml': 'services: { orders: { image: harbour/orders } }\n' };
    expect(await environments(files)).toEqual(['prod', 'stage']);
  });

  it('come from variable files, too', async () => {
    const files = { 'infra/main.tf': 'variable "size" {}\nresource "aws_instance" "orders" { count = var.size }\n', 'infra/prod.tfvars': 'size = 3\n', 'infra/dev.tfvars': 'size = 1\n' };
    expect(await environments(files)).toEqual(['dev', 'prod']);
  });

  it('are one where none is named', async () => {
    expect(await environments({ 'k8s/orders.yaml': deployment(2) })).toEqual(['default']);
    expect(await environments({})).toEqual(['default']);
  });

  it('each have what is theirs and what belongs to all', async () => {
    const files = { 'k8s/overlays/prod/orders.yaml': deployment(4), 'k8s/overlays/stage/orders.yaml': deployment(2), 'compose.yaml': 'services: { mailer: { image: harbour/mailer } }\n' };
    const { systems } = await analyse(memoryFiles(files), '2026-11-23');
    expect(systems.map((system) => system.units.map((unit) => unit.folder).toSorted())).toEqual([
      ['', 'k8s/overlays/prod'],
      ['', 'k8s/overlays/stage'],
    ]);
    expect(belongsTo('prod', null)).toBe(true);
    expect(belongsTo('prod', 'prod')).toBe(true);
    expect(belongsTo('prod', 'stage')).toBe(false);
  });
});
