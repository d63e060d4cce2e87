import assert from 'node:assert/strict';
import { test } from 'node:test';
import { regressionOf } from './regression.ts';

await test('a run that is as fast as its baseline has no regression', () => assert.equal(regressionOf({ p99Ms: 400 }, { p99Ms: 400 }), 0));
await test('a faster run is below zero', () => assert.equal(regressionOf({ p99Ms: 200 }, { p99Ms: 400 }), -0.5));
await test('a slower run says by how much', () => assert.equal(regressionOf({ p99Ms: 600 }, { p99Ms: 400 }), 0.5));
await test('an empty baseline compares with nothing', () => assert.throws(() => regressionOf({ p99Ms: 400 }, { p99Ms: 0 }), /above zero/));
