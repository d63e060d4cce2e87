import { describe, expect, it } from 'vitest';

import { findEnvironments, findRootModules } from '../index.ts';
import { attribute, evaluated, repository, say } from './repository.ts';

const main = 'variable "size" {\n  default = 1\n}\nvariable "region" {\n  default = "eu"\n}\nresource "a_ship" "it" {\n  size = var.size\n}\n';

function environments(texts: Readonly<Record<string, string>>, directory: string = 'infra'): string[] {
  const files = repository(texts);
  const root = findRootModules(files).find((one) => one.directory === directory);
  return root ? findEnvironments(root, files).map(({ name, variableFiles }) => `${name}: ${variableFiles.join(' ')}`.trim()) : [];
}

describe('environments', () => {
  it.each([
    ['beside the root files', ['infra/prod.tfvars', 'infra/staging.tfvars'], ['prod: infra/prod.tfvars', 'stage: infra/staging.tfvars']],
    ['in a folder', ['infra/env/prd.tfvars', 'infra/vars/dev.tfvars'], ['dev: infra/vars/dev.tfvars', 'prod: infra/env/prd.tfvars']],
    ['in a folder each', ['infra/environments/live/terraform.tfvars'], ['prod: infra/environments/live/terraform.tfvars']],
    ['in a sibling folder', ['config/production.tfvars'], ['prod: config/production.tfvars']],
    ['as JSON', ['infra/prod.tfvars.json'], ['prod: infra/prod.tfvars.json']],
    ['of their own', ['infra/Customer-A.tfvars'], ['customer-a: infra/Customer-A.tfvars']],
    ['with what all share', ['infra/common.tfvars', 'infra/dev.tfvars'], ['dev: infra/common.tfvars infra/dev.tfvars']],
    ['none', [], ['default:']],
    ['only automatic ones', ['infra/terraform.tfvars', 'infra/x.auto.tfvars'], ['default: infra/terraform.tfvars infra/x.auto.tfvars']],
    ['with an addition', ['infra/prod.tfvars', 'infra/prod-clients.tfvars#region'], ['prod: infra/prod.tfvars infra/prod-clients.tfvars']],
    ['by region', ['infra/prod-eu.tfvars', 'infra/prod-us.tfvars'], ['prod-eu: infra/prod-eu.tfvars', 'prod-us: infra/prod-us.tfvars']],
    ['not from backend files', ['infra/backend-prod.tfvars'], ['default:']],
  ])('%s', (_, paths, expected) => {
    const texts = paths.map((path) => {
      const [file = '', key = 'size'] = path.split('#');
      return [file, file.endsWith('.json') ? '{"size": 2}' : `${key} = 2\n`];
    });
    expect(environments({ 'infra/main.tf': main, ...Object.fromEntries(texts) })).toEqual(expected);
  });

  it('do not take files whose keys are other than the variables', () => {
    expect(environments({ 'infra/main.tf': main, 'config/prod.tfvars': 'other = 1\n', 'infra/dev.tfvars': 'other = 1\n' })).toEqual(['default:']);
  });

  it('come from the directory when no file names them', () => {
    const texts = { 'environments/production/main.tf': main, 'environments/eu1/main.tf': main, 'live/staging/net/main.tf': main };
    const names = Object.keys(texts).map((path) => environments(texts, path.replace('/main.tf', ''))[0]);
    expect(names).toEqual(['prod:', 'eu1:', 'stage:']);
  });

  it('come from backend files when a variable takes the name', () => {
    const texts = { 'infra/main.tf': 'variable "environment" {}\n', 'infra/production.s3.tfbackend': '', 'infra/account1.s3.tfbackend': '' };
    expect(environments(texts)).toEqual(['prod:']);
  });
});

describe('variable values', () => {
  const texts = {
    'main.tf': main,
    'terraform.tfvars': 'size = 2\n',
    'terraform.tfvars.json': '{"size": 3}',
    'a.auto.tfvars': 'size = 4\n',
    'b.auto.tfvars.json': '{"size": "5"}',
    'prod.tfvars': 'size = 6\n',
  };
  const order = ['main.tf', 'terraform.tfvars', 'terraform.tfvars.json', 'a.auto.tfvars', 'b.auto.tfvars.json', 'prod.tfvars'] as const;

  it.each([
    [1, '1'],
    [2, '2'],
    [3, '3'],
    [4, '4'],
    [5, '"5"'],
    [6, '6'],
  ])('of the first %i files, the last wins', (count, expected) => {
    const some = Object.fromEntries(order.slice(0, count).map((path) => [path, texts[path]]));
    expect(say(attribute(evaluated(some), 'a_ship.it', 'size'))).toBe(expected);
  });

  it('take the name of the environment where nothing else is given, and say so', () => {
    const root = evaluated(
      { 'main.tf': 'variable "environment" {\n  type = string\n}\nvariable "n" {}\nresource "a_ship" "it" {\n  size = var.environment == "production" ? 9 : 1\n}\n', 'production.tfvars': 'n = 1\n' },
      '',
      'prod',
    );
    expect(say(attribute(root, 'a_ship.it', 'size'))).toBe('9');
    expect(root.assumptions.map(({ variable, value }) => `${variable} ${say(value)}`)).toEqual(['environment "production"']);
  });
});
