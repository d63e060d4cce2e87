import { describe, expect, it } from 'vitest';
import { resourceName } from './resource-name.ts';

describe('a resource is named as its maintainer wrote it', () => {
  it.each([
    ['', 'aws_vpc.harbour', 'aws_vpc.harbour'],
    ['infra/prod', 'aws_vpc.harbour["a.b"]', 'aws_vpc.harbour["a.b"]'],
    ['', 'module.vpc.aws_vpc.this', 'aws_vpc.this (module vpc)'],
    ['infra/prod', 'module.vpc.module.vpc.aws_vpc.this', 'aws_vpc.this (module vpc of infra/prod)'],
    ['infra', 'module.api["a"].module.fn.aws_lambda_function.own["POST"]', 'aws_lambda_function.own["POST"] (module api["a"] of infra)'],
  ])('in %j %s', (root, address, name) => expect(resourceName({ root, address })).toBe(name));
});
