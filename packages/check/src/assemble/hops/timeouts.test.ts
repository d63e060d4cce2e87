import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import { valueOf } from '../../model/known.ts';
import type { TimeoutPair } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';

async function pairs(texts: Readonly<Record<string, string>>): Promise<readonly TimeoutPair[]> {
  const { systems, internalErrors } = await analyse(memoryFiles(texts), '2026-11-23');
  expect(internalErrors).toEqual([]);
  return systems[0]?.timeoutPairs ?? [];
}

const shown = (found: readonly TimeoutPair[]) => found.map(({ outer, inner }) => `${outer.name} ${String(valueOf(outer.timeoutMs))} > ${inner.name} ${String(valueOf(inner.timeoutMs))}`);

const lambda = 'resource "aws_lambda_function" "orders" {\n  timeout = 60\n}\n';
const server = (call: string) => ({
  'services/orders/package.json': '{ "name": "orders" }',
  'services/orders/server.js': `import express from 'express';\nimport axios from 'axios';\nconst app = express();\napp.get('/', async (_request, response) => response.json(await ${call}));\napp.listen(8080);\n`,
});
const call = server("axios.get('https://fraud.example', { timeout: 900 })");

describe('a gateway', () => {
  it('surrounds the function behind it', async () => {
    const [pair, ...rest] = await pairs({ 'main.tf': `${lambda}resource "aws_api_gateway_integration" "orders" {\n uri = aws_lambda_function.orders.invoke_arn\n}\n` });
    expect(rest).toEqual([]);
    expect(pair && shown([pair])).toEqual(['API Gateway integration aws_api_gateway_integration.orders 29000 > function aws_lambda_function.orders 60000']);
    expect(pair?.outer.timeoutMs).toMatchObject({ basis: 'default' });
    expect(pair?.inner.timeoutMs).toMatchObject({ basis: 'stated' });
  });

  it('has the timeout that it states, and the function its own default', async () => {
    const text =
      'resource "aws_lambda_function" "orders" {}\nresource "aws_apigatewayv2_integration" "orders" {\n integration_uri = aws_lambda_function.orders.invoke_arn\n timeout_milliseconds = 5000\n}\n';
    expect(shown(await pairs({ 'main.tf': text }))).toEqual(['API Gateway integration aws_apigatewayv2_integration.orders 5000 > function aws_lambda_function.orders 3000']);
  });

  it('finds the function through an alias', async () => {
    const text = `${lambda}resource "aws_lambda_alias" "live" {\n function_name = aws_lambda_function.orders.function_name\n}\nresource "aws_apigatewayv2_integration" "orders" {\n integration_uri = aws_lambda_alias.live.invoke_arn\n}\n`;
    expect(shown(await pairs({ 'main.tf': text }))).toEqual(['API Gateway integration aws_apigatewayv2_integration.orders 30000 > function aws_lambda_function.orders 60000']);
  });

  it('in front of something else surrounds nothing', async () => {
    expect(await pairs({ 'main.tf': `${lambda}resource "aws_api_gateway_integration" "orders" {\n uri = "https://orders.example"\n}\n` })).toEqual([]);
  });
});

describe('the contract', () => {
  const contract = (text: string) => ({ 'plimsoll.yml': text });

  it('holds its own calls against its deadlines', async () => {
    const found = await pairs(contract('workloads:\n  orders:\n    deadline: 800ms\n    calls:\n      fraud: { timeout: 900ms }\n      bank: { pool: auto }\n'));
    expect(shown(found)).toEqual(['the deadline of orders 800 > the call to fraud 900']);
    expect(await pairs(contract('workloads:\n  orders:\n    calls:\n      fraud: { timeout: 900ms }\n'))).toEqual([]);
  });

  it('surrounds the calls that its workload makes while a request waits', async () => {
    expect(shown(await pairs({ ...call, ...contract('workloads:\n  orders: { deadline: 800ms }\n') }))).toEqual(['the deadline of orders 800 > axios.get 900']);
    expect(await pairs({ ...call, ...contract('workloads:\n  pears: { deadline: 800ms }\n') })).toEqual([]);
    expect(await pairs(call)).toEqual([]);
  });

  it('means a workload by the folder of its code, too', async () => {
    expect(shown(await pairs({ ...call, ...contract('workloads:\n  shop: { code: ./services/orders/, deadline: 800ms }\n') }))).toEqual(['the deadline of orders 800 > axios.get 900']);
    expect(await pairs({ ...call, ...contract('workloads:\n  shop: { code: services/pears, deadline: 800ms }\n') })).toEqual([]);
  });

  it('does not surround a call without any timeout: that is another finding', async () => {
    expect(await pairs({ ...server("axios.get('https://fraud.example')"), ...contract('workloads:\n  orders: { deadline: 800ms }\n') })).toEqual([]);
  });

  it('does not surround the calls of an AWS client, nor those of a script', async () => {
    const sdk = {
      'services/orders/package.json': '{ "name": "orders" }',
      'services/orders/server.js':
        "import express from 'express';\nimport { S3Client } from '@aws-sdk/client-s3';\nconst s3 = new S3Client({ requestHandler: { requestTimeout: 900 } });\nconst app = express();\napp.get('/', async () => s3.send(1));\napp.listen(8080);\n",
    };
    expect(await pairs({ ...sdk, ...contract('workloads:\n  orders: { deadline: 800ms }\n') })).toEqual([]);
  });
});

describe('an ingress', () => {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: orders } }
    spec: { containers: [{ name: orders, image: harbour/orders }] }
---
apiVersion: v1
kind: Service
metadata: { name: orders }
spec: { selector: { app: orders }, ports: [{ port: 80 }] }
`;
  const ingress = (annotation: string, service = 'orders') => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: front
  annotations: { ${annotation} }
spec:
  rules: [{ host: orders.example, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${service}, port: { number: 80 } } } }] } }]
`;
  const read = 'nginx.ingress.kubernetes.io/proxy-read-timeout: "5"';

  it('surrounds the calls of the workload behind its service', async () => {
    expect(shown(await pairs({ ...call, 'k8s/all.yaml': deployment + ingress(read) }))).toEqual(['the proxy-read timeout of ingress front 5000 > axios.get 900']);
  });

  it('surrounds nothing without a stated timeout, or in front of another service', async () => {
    expect(await pairs({ ...call, 'k8s/all.yaml': deployment + ingress('') })).toEqual([]);
    expect(await pairs({ ...call, 'k8s/all.yaml': deployment + ingress(read, 'pears') })).toEqual([]);
  });
});

describe('tries', () => {
  it('multiply the time of a call', async () => {
    const text =
      "import express from 'express';\nimport got from 'got';\nconst app = express();\napp.get('/', async (_request, response) => response.json(await got('https://fraud.example', { timeout: { request: 900 }, retry: { limit: 2 } })));\napp.listen(8080);\n";
    const found = await pairs({ 'services/orders/package.json': '{ "name": "orders" }', 'services/orders/server.js': text, 'plimsoll.yml': 'workloads:\n  orders: { deadline: 800ms }\n' });
    expect(shown(found)).toEqual(['the deadline of orders 800 > got 2700']);
    expect(found.map(({ inner }) => inner.tries && valueOf(inner.tries))).toEqual([3]);
  });
});
