import { describe, expect, it } from 'vitest';
import { hangsAfterMs, judge, neighbour, neighbourNote, pom, unreadIn } from './reading.ts';

interface Broken {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly note: RegExp; // of the last of the files: path, line, what is wrong
}

const javascript = "import { Pool } from 'pg';\nconst pool = new Pool({ max: 20 ;\nexport const crate = (\n";

const broken: readonly Broken[] = [
  { name: 'TypeScript', files: { 'src/db.ts': javascript }, note: /^src\/db\.ts:2 is not valid TypeScript: .*not analysed/ },
  { name: 'TypeScript with elements', files: { 'src/page.tsx': "import axios from 'axios';\nconst page = <div>\naxios.get('http://harbour');\n" }, note: /^src\/page\.tsx:\d is not valid TypeScript/ },
  { name: 'JavaScript', files: { 'src/db.js': javascript }, note: /^src\/db\.js:2 is not valid JavaScript/ },
  { name: 'Python', files: { 'src/app.py': 'import requests\nrequests.get("http://harbour"\ndef (:\n' }, note: /^src\/app\.py:2 .*not valid Python/ },
  {
    name: 'Java',
    files: { 'src/main/java/Orders.java': 'import org.springframework.web.client.RestTemplate;\nclass Orders {\n  RestTemplate client = new RestTemplate(;\n' },
    note: /^src\/main\/java\/Orders\.java:3 .*not valid Java/,
  },
  { name: 'Go', files: { 'main.go': 'package main\nimport "net/http"\nfunc main( {\n  http.Get("http://harbour"\n' }, note: /^main\.go:3 .*not valid Go/ },
  { name: 'Terraform', files: { 'infra/main.tf': 'resource "aws_autoscaling_group" "api" {\n  max_size = \n  min_size = 2\n}\n' }, note: /^infra\/main\.tf:2 expected a value.*A value is/ },
  { name: 'Terraform in JSON', files: { 'infra/main.tf.json': '{"resource": {\n  "aws_autoscaling_group": {,\n' }, note: /^infra\/main\.tf\.json:2 expected a name/ },
  { name: 'tfvars', files: { 'infra/main.tf': 'variable "zones" {}\n', 'infra/prod.tfvars': 'zones = [1,\n' }, note: /^infra\/prod\.tfvars:\d/ },
  { name: 'a Kubernetes manifest', files: { 'k8s/api.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\n spec: 1\n' }, note: /^k8s\/api\.yaml:5 is not valid YAML/ },
  { name: 'a compose file with tabs', files: { 'compose.yaml': 'services:\n  api:\n\timage: shop\n' }, note: /^compose\.yaml:3 is not valid YAML: Tabs/ },
  { name: 'a workflow', files: { '.github/workflows/ci.yml': 'on: push\njobs:\n  build: [\n' }, note: /^\.github\/workflows\/ci\.yml:\d is not valid YAML/ },
  { name: 'a kustomization', files: { 'kustomization.yaml': 'resources: [a\n' }, note: /^kustomization\.yaml:\d is not valid YAML/ },
  { name: 'a chart', files: { 'chart/Chart.yaml': 'name: [\n' }, note: /^chart\/Chart\.yaml:\d is not valid YAML/ },
  {
    name: 'a Spring configuration',
    files: { 'pom.xml': pom, 'src/main/resources/application.yml': 'spring:\n  datasource: [\n' },
    note: /^src\/main\/resources\/application\.yml:\d is not valid YAML/,
  },
  { name: 'an SLO file', files: { 'docs/slos/api.yml': 'service: api\nslos: [\n' }, note: /^docs\/slos\/api\.yml:\d is not valid YAML/ },
  { name: 'an OpenSLO file', files: { 'slo/api.yaml': 'apiVersion: openslo/v1\nkind: SLO\nspec: [\n' }, note: /^slo\/api\.yaml:\d is not valid YAML/ },
  { name: 'the contract', files: { 'plimsoll.yml': 'system: [\n' }, note: /^plimsoll\.yml:\d is not valid YAML/ },
  { name: 'a key of the contract', files: { 'plimsoll.yml': 'sistem: shop\n' }, note: /^plimsoll\.yml:1 unknown key .*system/ },
  { name: 'the debt register', files: { 'docs/performance-debt.yml': 'debt: [\n' }, note: /^docs\/performance-debt\.yml:\d is not valid YAML/ },
  { name: 'a Cloud Foundry manifest', files: { 'manifest.yml': 'applications: [\n' }, note: /^manifest\.yml:\d is not valid YAML/ },
  { name: 'package.json', files: { 'package.json': '{\n  "name": "shop",\n  "scripts": { "start": "node a.js", }\n' }, note: /^package\.json:3 is not valid JSON: Expected double-quoted/ },
  { name: 'package.json cut off', files: { 'package.json': '{\n  "name": "shop",\n' }, note: /^package\.json:2 is not valid JSON: / },
  { name: 'package.json that is a list', files: { 'package.json': '[]\n' }, note: /^package\.json:1 is not a JSON object: write/ },
  { name: 'a Prisma schema', files: { 'prisma/schema.prisma': 'datasource db {\n  provider = \n  url = env(\n' }, note: /^prisma\/schema\.prisma:1 .*not closed/ },
  { name: 'a Dockerfile', files: { Dockerfile: 'FORM node:24\nCMD ["node"]\n' }, note: /^Dockerfile:1 has no FROM/ },
  { name: 'a Procfile', files: { Procfile: 'web node a.js\n' }, note: /^Procfile:1 is not a process.*reads `name: command`/ },
  { name: 'an .env file', files: { '.env': 'this is no variable\n' }, note: /^\.env:1 is no NAME=value/ },
  {
    name: 'a k6 script',
    files: { 'test/load.js': "import http from 'k6/http';\nexport const options = {\nexport default function () { http.get('http://harbour'); }\n" },
    note: /^test\/load\.js:3 is not valid JavaScript/,
  },
  { name: 'a Locust file', files: { 'locustfile.py': 'from locust import HttpUser\nclass Sailor(HttpUser\n' }, note: /^locustfile\.py:2 .*not valid Python/ },
  {
    name: 'the front matter of a decision',
    files: { 'docs/adr/0001-cache.md': '---\nstatus: [\n---\n# 1. Cache\n\n## Decision\n\nWe cache.\n' },
    note: /^docs\/adr\/0001-cache\.md:\d is not valid YAML/,
  },
];

describe('a broken file is named with its line and what is wrong, and the rest is read', () => {
  it.each(broken)('$name', async ({ files, note }) => {
    const report = await judge({ ...files, ...neighbour });
    expect(report.internalErrors).toEqual([]);
    expect(unreadIn(report)).toContainEqual(expect.stringMatching(note));
    expect(unreadIn(report)).toContainEqual(neighbourNote);
  });

  it('the other documents of a YAML file, too', async () => {
    const report = await judge({
      'k8s/api.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: [ }\n---\napplications\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { replicas: many }\n',
    });
    expect(unreadIn(report)).toEqual([expect.stringMatching(/^k8s\/api\.yaml:3 is not valid YAML/), expect.stringMatching(/^k8s\/api\.yaml:10 .*replicas/)]);
  });
});

describe('every format', () => {
  const paths = [
    ...broken.flatMap(({ files }) => Object.keys(files)),
    'pom.xml',
    'go.mod',
    'tsconfig.json',
    'pyproject.toml',
    'chart/values.yaml',
    'chart/templates/api.yaml',
    'Makefile',
    'application.properties',
    'requirements.txt',
  ];
  const texts: Readonly<Record<string, string>> = {
    nothing: '',
    'one NUL': '\0',
    'a byte order mark': '\u{feff}',
    'one line end': '\r\n',
    'half a surrogate pair': '\u{d83d}',
    blanks: ' \t\n'.repeat(1000),
    'one long line': 'a'.repeat(1_000_000),
    'quotes without end': '"\'`'.repeat(10_000),
    'line ends of all kinds': 'a: 1\rb: 2\r\nc: 3\u{2028}d: 4\u{85}',
    'names of Object.prototype': '__proto__: { constructor: 1, toString: 2 }\n{"__proto__": 1}\n',
  };
  it.each(Object.entries(texts))(
    'survives %s',
    async (_, text) => {
      const report = await judge({ ...Object.fromEntries(paths.map((path) => [path, text])), ...neighbour });
      expect(report.internalErrors).toEqual([]);
      expect(unreadIn(report)).toContainEqual(neighbourNote);
    },
    hangsAfterMs,
  );

  it(
    'survives being cut off anywhere',
    async () => {
      const whole = broken.flatMap(({ files }) => Object.entries(files));
      for (let part = 1; part < 8; part++) {
        const report = await judge(Object.fromEntries(whole.map(([path, text]) => [path, text.slice(0, Math.floor((text.length * part) / 8))])));
        expect(report.internalErrors).toEqual([]);
      }
    },
    hangsAfterMs,
  );
});
