import { describe, expect, it } from 'vitest';
import { environmentName, environmentOfPath } from './index.ts';

describe('environmentName', () => {
  it.each([
    ['prd', 'prod'],
    ['Production', 'prod'],
    ['live', 'prod'],
    ['stg', 'stage'],
    ['staging', 'stage'],
    ['development', 'dev'],
    ['QA', 'qa'],
    ['sandbox', 'sandbox'],
    ['pre-prod', 'preprod'],
    [' test ', 'test'],
  ])('%s → %s', (word, name) => expect(environmentName(word)).toBe(name));

  it.each(['', 'orders', 'product', 'delivery', 'developer', 'constructor', '__proto__', 'production-orders', 'default'])('%s is none', (word) => expect(environmentName(word)).toBeNull());
});

describe('environmentOfPath', () => {
  it.each([
    ['overlays/prod/deployment.yaml', 'prod'],
    ['k8s/dev/orders.yaml', 'dev'],
    ['envs/test/main.tf', 'test'],
    ['deploy/values-production.yaml', 'prod'],
    ['compose.prod.yaml', 'prod'],
    ['docker-compose.test.yml', 'test'],
    ['docker-compose-dev.yml', 'dev'],
    ['infra/prod.tfvars', 'prod'],
    ['infra/test.tfvars', 'test'],
    ['infra/staging.auto.tfvars', 'stage'],
    ['infra/backends/dev.s3.tfbackend', 'dev'],
    ['cf/prod_vars.yml', 'prod'],
    ['Dockerfile.dev', 'dev'],
    ['.env.production', 'prod'],
    ['src/main/resources/application-dev.yml', 'dev'],
    ['k8s/overlays/non-prod/x.yaml', 'nonprod'],
    ['deployment-non-prod.yaml', 'nonprod'],
    ['live/staging/main.tf', 'stage'],
    ['environments/live/main.tf', 'prod'],
    ['values/dev.yaml', 'dev'],
    ['.devcontainer/compose.yaml', 'dev'],
    ['overlays/dev/values-prod.yaml', 'prod'],
  ])('%s → %s', (path, name) => expect(environmentOfPath(path)).toBe(name));

  it.each([
    'src/test/resources/compose.yaml',
    'dev/compose.yaml',
    'test/deployment.yaml',
    'k8s/live-chat.yaml',
    'k8s/products.yaml',
    'terraform/test/main.tf',
    'compose.override.yaml',
    'local.yaml',
    'k8s/unit-test.yaml',
    'Dockerfile',
    '',
    '/',
    '.env',
    'multi-stage.yaml',
    'development.md.d/x',
  ])('%s says none', (path) => expect(environmentOfPath(path)).toBeNull());

  it('takes a hostile path in its stride', () => {
    expect(environmentOfPath('a/'.repeat(100_000))).toBeNull();
    expect(environmentOfPath(`${'.yaml'.repeat(50_000)}-prod`)).toBeNull();
    expect(environmentOfPath(`${'.yaml'.repeat(500)}-prod`)).toBe('prod');
  });
});
