import { describe, expect, it } from 'vitest';
import { collect } from '../../engine/collect.ts';
import type { Pipeline } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { codePipelines } from './code-pipeline.ts';
import { pipelineOf } from './pipeline.ts';

async function read(text: string, more: Readonly<Record<string, string>> = {}): Promise<Pipeline> {
  const { collected, internalErrors } = await collect(memoryFiles({ 'main.tf': text, ...more }));
  expect(internalErrors).toEqual([]);
  return pipelineOf([...collected.pipeline, ...codePipelines(collected.terraform, collected.pipeline)]);
}

const project = (buildspec = '') => `resource "aws_codebuild_project" "tide" {\n  name = "tide"\n  source {\n    type = "CODEPIPELINE"\n    ${buildspec}\n  }\n}\n`;
const action = (category: string, provider: string, configuration = '', more = '') =>
  `action {\n name = "${category}${provider}"\n category = "${category}"\n provider = "${provider}"\n configuration = { ${configuration} }\n ${more}\n }`;
const pipeline = (...stages: readonly string[]) =>
  `resource "aws_codepipeline" "orders" {\n  name = "orders"\n${stages.map((actions, index) => `stage {\n name = "s${index}"\n ${actions}\n }`).join('\n')}\n}\n`;
const test = action('Test', 'CodeBuild', 'ProjectName = aws_codebuild_project.tide.name');
const release = action('Deploy', 'ECS');
const heredoc = (command: string) => `buildspec = <<-EOT\n    version: 0.2\n    phases:\n      build:\n        commands:\n          - ${command}\n    EOT`;
const file = (command: string) => `version: 0.2\nphases:\n  build:\n    commands:\n      - ${command}\n`;
const counts = ({ deploys, loadTests, possibleLoadTests }: Pipeline) => ({ deploys: deploys.length, loadTests: loadTests.length, possible: possibleLoadTests.length });

describe('a stage', () => {
  it('needs the one before it', async () => {
    const { deploys, workflows } = await read(project(heredoc('k6 run load.js')) + pipeline(test, action('Approval', 'Manual'), release));
    expect(deploys[0]?.upstream.toSorted()).toEqual(['main.tf#aws_codepipeline.orders/s0', 'main.tf#aws_codepipeline.orders/s1']);
    expect(workflows).toMatchObject([{ name: 'orders', file: 'main.tf', triggers: ['push'] }]);
  });

  it('is several jobs where its actions run in an order', async () => {
    const { deploys } = await read(project(heredoc('k6 run load.js')) + pipeline(`${test}\n${action('Deploy', 'ECS', '', 'run_order = 2')}`));
    expect(deploys[0]?.upstream).toEqual(['main.tf#aws_codepipeline.orders/s0 1']);
  });
});

describe('an action deploys', () => {
  it.each([
    ['ECS', ''],
    ['CodeDeployToECS', ''],
    ['CloudFormation', 'ActionMode = "CREATE_UPDATE"'],
    ['S3', 'Extract = "true"'],
  ])('with %s %s', async (provider, configuration) => {
    expect(counts(await read(pipeline(action('Deploy', provider, configuration))))).toEqual({ deploys: 1, loadTests: 0, possible: 0 });
  });

  it.each([
    ['ServiceCatalog', ''],
    ['CloudFormation', 'ActionMode = "CHANGE_SET_REPLACE"'],
    ['S3', 'Extract = "false"'],
    ['S3', ''],
  ])('not with %s %s', async (provider, configuration) => {
    expect(counts(await read(pipeline(action('Deploy', provider, configuration))))).toEqual({ deploys: 0, loadTests: 0, possible: 0 });
  });

  it.each([
    ['DeployToProduction', 'prod'],
    ['deploy-staging', 'stage'],
    ['Deploy', null],
    ['DeployNonProd', null],
    ['Production after Staging', null],
  ])('where the name %s says', async (name, environment) => {
    expect((await read(pipeline(release.replace('DeployECS', name)))).deploys).toMatchObject([{ act: { environment } }]);
  });

  it('no release where it deploys to a test environment', async () => {
    expect(counts(await read(pipeline(release.replace('DeployECS', 'Deploy-Test'))))).toEqual({ deploys: 0, loadTests: 0, possible: 0 });
  });

  it('when somebody starts it, where no source reports changes', async () => {
    const source = (detects: string) => action('Source', 'CodeStarSourceConnection', detects);
    expect((await read(pipeline(source('DetectChanges = "false"'), release))).workflows).toMatchObject([{ manualOnly: true, triggers: ['workflow_dispatch'] }]);
    expect((await read(pipeline(source(''), release))).workflows).toMatchObject([{ manualOnly: false, triggers: ['push'] }]);
  });

  it('not in a pipeline that does not exist, nor by an approval', async () => {
    expect((await read(pipeline(release).replace('name = "orders"', 'count = 0\n name = "orders"'))).workflows).toEqual([]);
    expect(counts(await read(pipeline(action('Approval', 'Manual'))))).toEqual({ deploys: 0, loadTests: 0, possible: 0 });
  });
});

describe('a build', () => {
  const list = (first: string) => `{ version = 0.2, phases = { build = { commands = [${first}, "k6 run load.js"] } } }`;

  it.each([heredoc('k6 run load.js'), `buildspec = yamlencode(${list('"npm ci"')})`, `buildspec = jsonencode(${list('"npm ci"')})`])('tests load: %s', async (buildspec) => {
    const found = await read(project(buildspec) + pipeline(test, release));
    expect(counts(found)).toEqual({ deploys: 1, loadTests: 1, possible: 0 });
    expect(found.loadTests[0]?.act).toMatchObject({ tool: 'k6', certainty: 'certain', source: { file: 'main.tf' } });
  });

  it('tests load in a file of this repository, named or not', async () => {
    const found = await read(project() + pipeline(test), { 'buildspec.yml': file('artillery run load.yml') });
    expect(counts(found)).toEqual({ deploys: 0, loadTests: 1, possible: 0 });
    expect(found.loadTests[0]?.act).toMatchObject({ tool: 'artillery', via: { file: 'buildspec.yml', line: 5 } });
    expect(counts(await read(project('buildspec = "ci/buildspec-load.yml"') + pipeline(test), { 'ci/buildspec-load.yml': file('k6 run load.js') }))).toMatchObject({ loadTests: 1, possible: 0 });
  });

  it.each([heredoc('npm test'), `buildspec = jsonencode({ phases = { build = { commands = ["npm test"] } } })`])('tests no load: %s', async (buildspec) => {
    expect(counts(await read(project(buildspec) + pipeline(test)))).toEqual({ deploys: 0, loadTests: 0, possible: 0 });
  });

  it('tests no load in a file that says so', async () => {
    expect(counts(await read(project() + pipeline(test), { 'buildspec.yml': file('npm test') }))).toEqual({ deploys: 0, loadTests: 0, possible: 0 });
  });

  it.each(['', 'buildspec = "ci/buildspec.yml"', 'buildspec = var.spec'])('may test load where its commands are not here: %j', async (buildspec) => {
    expect(counts(await read(`variable "spec" {}\n${project(buildspec)}${pipeline(test)}`))).toEqual({ deploys: 0, loadTests: 0, possible: 1 });
  });

  it('may test load where one command is not known, or the project', async () => {
    const open = `buildspec = jsonencode({ phases = { build = { commands = ["npm ci", var.more] } } })`;
    expect(counts(await read(`variable "more" {}\n${project(open)}${pipeline(test)}`))).toMatchObject({ loadTests: 0, possible: 1 });
    expect(counts(await read(pipeline(action('Test', 'CodeBuild', 'ProjectName = "elsewhere"'))))).toMatchObject({ loadTests: 0, possible: 1 });
  });
});
