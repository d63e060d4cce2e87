import { describe, expect, it } from 'vitest';
import { check, memoryFiles } from '../../index.ts';
import { otherInfrastructureReader } from './index.ts';

const head = (text: string) => () => new TextEncoder().encode(text);
const template = 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n  Queue:\n    Type: "AWS::SQS::Queue"\n';

describe('infrastructure without a reader', () => {
  it.each([
    ['infra/orders.yaml', template, 'a CloudFormation template'],
    ['template.yml', 'Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::Function\n', 'a CloudFormation template'],
    ['stack.json', '{\n  "Resources": {\n    "Db": {\n      "Type": "AWS::RDS::DBInstance"\n    }\n  }\n}\n', 'a CloudFormation template'],
    ['serverless.yml', 'service: orders\nprovider:\n  name: aws\n', 'a Serverless Framework service'],
    ['main.bicep', "param name string\nresource plan 'Microsoft.Web/serverfarms@2022-09-01' = {\n}\n", 'a Bicep file'],
    ['Pulumi.yaml', 'name: orders\nruntime: nodejs\n', 'a Pulumi program'],
    ['infra/cdk.json', '{\n  "app": "node bin/app.js"\n}\n', 'a CDK app'],
  ])('%s is named', (path, text, said) => {
    expect(otherInfrastructureReader.claims(path, head(text))).toBe(true);
    const { facts, unread } = otherInfrastructureReader.read({ path, text }, { paths: [], has: () => false, text: () => undefined });
    expect(facts).toEqual([]);
    expect(unread).toEqual([{ file: path, line: null, message: `${said}: not read yet; what it declares is not in the model` }]);
  });

  it.each([
    ['deploy.yaml', 'apiVersion: apps/v1\nkind: Deployment\n'],
    ['mkdocs.yml', 'site_name: AWS::Lambda::Function explained\n'],
    ['docs/serverless.md', 'service: orders\n'],
    ['serverless.yml', '# kept for history\n'],
    ['Pulumi.dev.yaml', 'config:\n  aws:region: eu-west-1\n'],
    ['package.json', '{ "app": "shop" }\n'],
  ])('%s is no business of this reader', (path, text) => expect(otherInfrastructureReader.claims(path, head(text))).toBe(false));

  it('reaches the report', async () => {
    const report = await check(memoryFiles({ 'infra/orders.yaml': template }), { today: '2026-11-23', version: 'test', stats: { files: 1, bytes: 0 } });
    expect(report.unread.map(({ file }) => file)).toEqual(['infra/orders.yaml']);
  });
});
