import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../testing/memory-files.ts';
import { notForProduction } from './purpose.ts';

const lineOf = (text: string, file = 'README.md'): number | null => notForProduction(memoryFiles({ [file]: text }))?.line ?? null;

describe('what a repository says of itself', () => {
  it.each([
    '**Quay** is a sample HTTP-based web app that simulates a harbour.',
    '**Quay** is a cloud-first microservices demo application.',
    '# Quay: A Benchmark Microservice System',
    '# Quay Demo',
    'This is a sample application designed to illustrate harbours.',
    '# DEPRECATED: Harbour app',
    '# Harbour app (deprecated)',
    'This repository is deprecated.',
    'This sample demo app consists of a group of containers.',
    '**This project is intended for educational purposes only and not for production use**',
    'Do not rely on it: it is not ready for production.',
    'As of March, Quay has entered maintenance mode.',
    'This repository has been archived.',
    'Quay is no longer maintained.',
  ])('%s', (says) => {
    expect(lineOf(`# Quay\n\n${says}\n`)).toBe(3);
  });

  it.each([
    'Quay runs the harbour of Varna. [Launch the live demo](https://quay.test/demo).',
    'See the sample configuration for production in docs/.',
    'Try our demo project: it shows what a berth is.',
    'Quay is an application for berths. Its examples are in examples/.',
    '## Launch the demo of the week',
    '## Deprecated endpoints',
    '# Deprecated endpoints of Quay',
    'Logs are archived after thirty days.',
    'Benchmarks: 40,000 berths a second.',
  ])('is nothing: %s', (says) => {
    expect(lineOf(`# Quay\n\n${says}\n`)).toBeNull();
  });

  it('is read at the top only, and from the readme at the root', () => {
    const archived = 'This repository has been archived.';
    expect(lineOf(`${'text\n'.repeat(70)}${archived}`)).toBeNull();
    expect(lineOf(archived, 'packages/one/README.md')).toBeNull();
    expect(lineOf(archived, 'readme.md')).toBe(1);
  });
});
