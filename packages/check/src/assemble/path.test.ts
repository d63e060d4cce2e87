import { folderOf } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { imageName, isWithin, normalName } from './path.ts';

describe('names', () => {
  it.each([
    ['payments-api-service', 'payments-api'],
    ['paymentsApi', 'payments-api'],
    ['Payments_API', 'payments-api'],
    ['orders-svc', 'orders'],
    ['orders-deployment', 'orders'],
    ['services/orders', 'orders'],
    ['the-orders', 'orders'],
    ['src', 'src'],
    ['service', 'service'],
    ['app', 'app'],
    ['orders', 'orders'],
    ['orders--', 'orders'],
    ['', ''],
    ['***', ''],
  ])('%s means %s', (name, plain) => expect(normalName(name)).toBe(plain));

  it.each([
    ['registry.example/harbour/orders:1.4', 'orders'],
    ['registry.example:5000/orders', 'orders'],
    ['orders', 'orders'],
    ['harbour/orders@sha256:0123', 'orders'],
    ['orders:1.4@sha256:0123', 'orders'],
    ['postgres:17-alpine', 'postgres'],
    ['registry.example/mssql/server:2022', 'mssql-server'],
    ['server:1', 'server'],
  ])('the image %s is %s', (image, name) => expect(imageName(image)).toBe(name));
});

describe('paths', () => {
  it('have a folder, empty at the root', () => {
    expect(folderOf('services/orders/main.ts')).toBe('services/orders');
    expect(folderOf('main.ts')).toBe('');
  });

  it('lie within a folder by whole names', () => {
    expect(isWithin('services/orders/main.ts', 'services/orders')).toBe(true);
    expect(isWithin('services/orders', 'services/orders')).toBe(true);
    expect(isWithin('anything', '')).toBe(true);
    expect(isWithin('services/orders-export/main.ts', 'services/orders')).toBe(false);
    expect(isWithin('services', 'services/orders')).toBe(false);
  });
});
