import { describe, expect, it } from 'vitest';
import { collect } from '../../engine/collect.ts';
import type { JoinedLoadTest, Pipeline } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { joinLoadTests, pipelineOf } from './pipeline.ts';

async function read(workflows: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}): Promise<{ readonly pipeline: Pipeline; readonly loadTests: readonly JoinedLoadTest[] }> {
  const files = Object.fromEntries(Object.entries(workflows).map(([name, text]) => [`.github/workflows/${name}.yml`, text]));
  const { collected, unread } = await collect(memoryFiles({ ...files, ...more }));
  expect(unread).toEqual([]);
  const pipeline = pipelineOf(collected.pipeline);
  return { pipeline, loadTests: joinLoadTests(collected.pipeline, pipeline) };
}

interface Job {
  readonly run?: string;
  readonly needs?: string;
  readonly uses?: string;
  readonly environment?: string;
}

const workflow = (jobs: Readonly<Record<string, Job>>, on = '[push]', name = 'ship'): string => {
  const lines = Object.entries(jobs).flatMap(([id, { run, needs, uses, environment }]) => [
    `  ${id}:`,
    ...(needs ? [`    needs: ${needs}`] : []),
    ...(environment ? [`    environment: ${environment}`] : []),
    ...(uses ? [`    uses: ./.github/workflows/${uses}.yml`] : ['    runs-on: ubuntu-latest', `    steps: [{ run: ${run ?? 'npm test'} }]`]),
  ]);
  return `name: ${name}\non: ${on}\njobs:\n${lines.join('\n')}\n`;
};

const deploy = 'kubectl apply -f k8s/';
const load = 'k6 run tests/load.js';
const upstream = (pipeline: Pipeline) => pipeline.deploys.map((step) => step.upstream.map((key) => key.replace('.github/workflows/', '')).toSorted());

describe('what ends before a deploy', () => {
  it('is what its job needs, and what that needs', async () => {
    const { pipeline } = await read({ ship: workflow({ build: {}, load: { run: load, needs: 'build' }, lint: {}, release: { run: deploy, needs: '[load]' } }) });
    expect(upstream(pipeline)).toEqual([['ship.yml#build', 'ship.yml#load']]);
    expect(pipeline.loadTests).toHaveLength(1);
  });

  it('is nothing without needs', async () => {
    expect(upstream((await read({ ship: workflow({ load: { run: load }, release: { run: deploy } }) })).pipeline)).toEqual([[]]);
  });

  it('is what ran in a workflow that its job needs', async () => {
    const { pipeline } = await read({ ship: workflow({ check: { uses: 'check' }, release: { run: deploy, needs: 'check' } }), check: workflow({ load: { run: load } }, '[workflow_call]') });
    expect(upstream(pipeline)).toEqual([['check.yml#load', 'ship.yml#check']]);
  });

  it('is what the caller of its workflow needs', async () => {
    const { pipeline } = await read({ ship: workflow({ load: { run: load }, release: { uses: 'release', needs: 'load' } }), release: workflow({ apply: { run: deploy } }, '[workflow_call]') });
    expect(upstream(pipeline)).toEqual([['ship.yml#load']]);
    expect(pipeline.deploys[0]?.callers).toMatchObject([{ file: '.github/workflows/ship.yml' }]);
  });

  it('is the workflow that it runs after', async () => {
    const after = '{ workflow_run: { workflows: [check], types: [completed] } }';
    const { pipeline } = await read({
      ship: workflow({ release: { run: deploy } }, after),
      check: workflow({ load: { run: load } }, '[push]', 'check'),
      other: workflow({ lint: {} }, '[push]', 'other'),
    });
    expect(upstream(pipeline)).toEqual([['check.yml#load']]);
  });

  it('is found although jobs need each other in a circle', async () => {
    const { pipeline } = await read({ ship: workflow({ ebb: { needs: 'flow' }, flow: { needs: 'ebb' }, release: { run: deploy, needs: 'ebb' } }) });
    expect(upstream(pipeline)).toEqual([['ship.yml#ebb', 'ship.yml#flow']]);
    const calls = await read({ ship: workflow({ a: { uses: 'other' } }, '[push, workflow_call]'), other: workflow({ b: { uses: 'ship' }, release: { run: deploy, needs: 'b' } }, '[workflow_call]') });
    expect(calls.pipeline.deploys).toHaveLength(1);
  });
});

describe('a deploy', () => {
  it('that only pull requests start is a preview', async () => {
    expect((await read({ ship: workflow({ release: { run: deploy } }, '[pull_request]') })).pipeline.deploys).toEqual([]);
    expect((await read({ ship: workflow({ release: { run: deploy } }, '[pull_request, push]') })).pipeline.deploys).toHaveLength(1);
  });

  it('in a called workflow is what its callers are', async () => {
    const release = workflow({ apply: { run: deploy } }, '[workflow_call]');
    expect((await read({ review: workflow({ apply: { uses: 'release' } }, '[pull_request]'), release })).pipeline.deploys).toEqual([]);
    const both = await read({ review: workflow({ apply: { uses: 'release' } }, '[pull_request]'), ship: workflow({ apply: { uses: 'release' } }), release });
    expect(both.pipeline.deploys).toHaveLength(1);
    expect(both.pipeline.deploys[0]?.callers.map(({ file }) => file)).toEqual(['.github/workflows/ship.yml']);
  });

  it.each(['preview', 'test', 'e2e', 'review'])('to %s carries no promise', async (environment) => {
    expect((await read({ ship: workflow({ release: { run: deploy, environment } }) })).pipeline.deploys).toEqual([]);
  });

  it.each(['production', 'staging'])('to %s does', async (environment) => {
    expect((await read({ ship: workflow({ release: { run: deploy, environment } }) })).pipeline.deploys).toHaveLength(1);
  });
});

describe('a load test', () => {
  const script = {
    'tests/load.js':
      "import http from 'k6/http';\nexport const options = { vus: 20, duration: '1m', thresholds: { http_req_duration: ['p(95)<200'] } };\nexport default function () { http.get('https://orders.example'); }\n",
  };

  it('is joined to the steps that run it', async () => {
    const { loadTests, pipeline } = await read({ ship: workflow({ load: { run: load } }) }, script);
    expect(loadTests).toMatchObject([{ id: 'load-test:tests/load.js' }]);
    expect(loadTests[0]?.runs).toEqual(pipeline.loadTests);
    expect(pipeline.loadTests).toHaveLength(1);
  });

  it('that no step runs has no runs', async () => {
    expect((await read({ ship: workflow({ load: { run: 'k6 run tests/other.js' } }) }, script)).loadTests).toMatchObject([{ runs: [] }]);
    expect((await read({}, script)).loadTests).toMatchObject([{ runs: [] }]);
  });
});

describe('an example of a workflow', () => {
  it('is no pipeline', async () => {
    const { collected } = await collect(memoryFiles({ '.github/workflows/example_ship.yml': workflow({ release: { run: deploy } }) }));
    expect(pipelineOf(collected.pipeline)).toMatchObject({ workflows: [], deploys: [] });
  });
});
