import { pom } from './reading.ts';

/** Files whose nesting is far deeper than anything written by hand: each would end a recursive reader with a stack overflow. */
export interface DeepFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly beside?: Readonly<Record<string, string>>;
}

/** Signals that make a reader look at the file at all, so that the depth behind them is met. */
const signals = {
  typescript:
    "import express from 'express';\nimport axios from 'axios';\nimport { Pool } from 'pg';\nconst app = express();\nconst pool = new Pool({ max: 20 });\napp.listen(3000);\naxios.get('http://harbour');\n",
  python: 'import requests\nimport psycopg2\nfrom flask import Flask\napp = Flask(__name__)\nrequests.get("http://harbour")\n',
  java: 'package shop;\nimport org.springframework.web.client.RestTemplate;\nimport com.zaxxer.hikari.HikariDataSource;\n@RestController class Orders { RestTemplate client = new RestTemplate();\n',
  go: 'package main\n\nimport (\n\t"net/http"\n\t"database/sql"\n)\n\nvar client = &http.Client{}\nvar db, _ = sql.Open("postgres", "")\n',
};

const besides: Readonly<Record<string, Readonly<Record<string, string>>>> = { spring: { 'pom.xml': pom }, helm: { 'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n' } };

/** One file a shape. A line a level where the format lets it, as code on one line is taken for minified. */
export function deepFiles(depth: number): readonly DeepFile[] {
  const open = (text: string): string => text.repeat(depth);
  const around = (before: string, inner: string, after: string): string => `${open(before)}${inner}${open(after)}`;
  return [
    ...['ts', 'js', 'tsx', 'mjs'].map((extension) => ({ name: `${extension}: brackets`, path: `src/deep.${extension}`, text: `${signals.typescript}const crate = ${around('[\n', '', ']\n')};\n` })),
    { name: 'ts: parentheses', path: 'src/deep.ts', text: `${signals.typescript}const crate = ${around('(\n', '1', ')\n')};\n` },
    { name: 'ts: ternaries', path: 'src/deep.ts', text: `${signals.typescript}const crate = ${open('a ? b : \n')}c;\n` },
    { name: 'ts: calls', path: 'src/deep.ts', text: `${signals.typescript}${around('f(\n', '', ')\n')};\n` },
    { name: 'ts: chained calls', path: 'src/deep.ts', text: `${signals.typescript}f${open('.g()\n')};\n` },
    { name: 'ts: unary signs', path: 'src/deep.ts', text: `${signals.typescript}const crate = ${open('!\n')}a;\n` },
    { name: 'ts: sums', path: 'src/deep.ts', text: `${signals.typescript}const crate = ${open('1 + \n')}1;\n` },
    { name: 'ts: arrows', path: 'src/deep.ts', text: `${signals.typescript}const crate = ${open('() => \n')}1;\n` },
    { name: 'ts: blocks', path: 'src/deep.ts', text: `${signals.typescript}${around('{\n', '', '}\n')}\n` },
    { name: 'ts: if else chain', path: 'src/deep.ts', text: `${signals.typescript}${open('if (a) b(); else \n')}c();\n` },
    { name: 'ts: templates', path: 'src/deep.ts', text: `${signals.typescript}const crate = ${around('`${\n', '1', '}`\n')};\n` },
    { name: 'ts: types', path: 'src/deep.ts', text: `${signals.typescript}type Crate = ${around('Box<\n', 'string', '>\n')};\n` },
    { name: 'ts: array types', path: 'src/deep.ts', text: `${signals.typescript}type Crate = string${open('[]\n')};\n` },
    { name: 'ts: assignments', path: 'src/deep.ts', text: `${signals.typescript}${open('a = \n')}1;\n` },
    { name: 'ts: exponents', path: 'src/deep.ts', text: `${signals.typescript}const crate = ${open('2 ** \n')}2;\n` },
    { name: 'ts: awaits', path: 'src/deep.ts', text: `${signals.typescript}const crate = ${open('await \n')}a;\n` },
    { name: 'ts: new', path: 'src/deep.ts', text: `${signals.typescript}const crate = ${open('new \n')}A;\n` },
    { name: 'ts: labels', path: 'src/deep.ts', text: `${signals.typescript}${Array.from({ length: depth }, (_, index) => `a${index}: `).join('')};\n` },
    { name: 'ts: objects', path: 'src/deep.ts', text: `${signals.typescript}const crate = ${around('{ a: \n', '1', '}\n')};\n` },
    { name: 'tsx: elements', path: 'src/deep.tsx', text: `${signals.typescript}const crate = ${around('<a>\n', '', '</a>\n')};\n` },
    { name: 'ts: comment openers', path: 'src/deep.ts', text: `${signals.typescript}${open('/*\n')}\n` },
    {
      name: 'k6: brackets',
      path: 'test/load.js',
      text: `import http from 'k6/http';\nexport const options = { vus: ${around('[\n', '', ']\n')} };\nexport default function () { http.get('http://harbour'); }\n`,
    },
    { name: 'package.json: arrays', path: 'package.json', text: `{"name":"deep","scripts":{"start":"node a.js"},"workspaces":${around('[', '', ']')}}\n` },
    { name: 'package.json: objects', path: 'package.json', text: `{"name":"deep","dependencies":${around('{"a":', '1', '}')}}\n` },
    { name: 'tsconfig.json: objects', path: 'tsconfig.json', text: `{"compilerOptions":{"paths":${around('{"a":', '1', '}')}}}\n` },
    { name: 'python: parentheses', path: 'src/deep.py', text: `${signals.python}crate = ${around('(', '', ')')}\n` },
    { name: 'python: brackets', path: 'src/deep.py', text: `${signals.python}crate = ${around('[', '', ']')}\n` },
    { name: 'python: not', path: 'src/deep.py', text: `${signals.python}crate = ${open('not ')}a\n` },
    { name: 'python: indentation', path: 'src/deep.py', text: `${signals.python}${Array.from({ length: 1800 }, (_, level) => `${' '.repeat(level)}if a:\n`).join('')}${' '.repeat(1800)}pass\n` },
    { name: 'python: attribute chain', path: 'src/deep.py', text: `${signals.python}a${open('.b()')}\n` },
    { name: 'python: lambdas', path: 'src/deep.py', text: `${signals.python}a = ${open('lambda: ')}1\n` },
    { name: 'python: ternaries', path: 'src/deep.py', text: `${signals.python}a = ${open('1 if b else ')}2\n` },
    { name: 'python: sums', path: 'src/deep.py', text: `${signals.python}a = ${open('1 + ')}2\n` },
    { name: 'locust: parentheses', path: 'locustfile.py', text: `from locust import HttpUser, task\nclass U(HttpUser):\n  @task\n  def t(self): self.client.get(${around('(', '', ')')})\n` },
    { name: 'java: parentheses', path: 'src/main/java/Deep.java', text: `${signals.java}int a = ${around('(', '1', ')')}; }\n` },
    { name: 'java: blocks', path: 'src/main/java/Deep.java', text: `${signals.java}void a() ${around('{', '', '}')} }\n` },
    { name: 'java: classes', path: 'src/main/java/Deep.java', text: `${signals.java}${around('class A {', '', '}')} }\n` },
    { name: 'java: calls', path: 'src/main/java/Deep.java', text: `${signals.java}Object a = b${open('.c()')}; }\n` },
    { name: 'java: lambdas', path: 'src/main/java/Deep.java', text: `${signals.java}Object a = ${open('() -> ')}1; }\n` },
    { name: 'java: ternaries', path: 'src/main/java/Deep.java', text: `${signals.java}int a = ${open('b ? 1 : ')}2; }\n` },
    { name: 'java: generics', path: 'src/main/java/Deep.java', text: `${signals.java}${around('List<', 'String', '>')} a; }\n` },
    { name: 'java: sums', path: 'src/main/java/Deep.java', text: `${signals.java}int a = ${open('1 + ')}2; }\n` },
    { name: 'go: parentheses', path: 'deep.go', text: `${signals.go}var crate = ${around('(', '1', ')')}\n` },
    { name: 'go: blocks', path: 'deep.go', text: `${signals.go}func main() ${around('{', '', '}')}\n` },
    { name: 'go: functions', path: 'deep.go', text: `${signals.go}var crate = ${around('func() { ', '', ' }')}\n` },
    { name: 'go: calls', path: 'deep.go', text: `${signals.go}var crate = a${open('.b()')}\n` },
    { name: 'go: types', path: 'deep.go', text: `${signals.go}var crate ${open('[]')}int\n` },
    { name: 'go: pointers', path: 'deep.go', text: `${signals.go}var crate = ${open('*')}a\n` },
    { name: 'go: sums', path: 'deep.go', text: `${signals.go}var crate = ${open('1 + ')}2\n` },
    { name: 'hcl: brackets', path: 'infra/main.tf', text: `locals {\n  crate = ${around('[', '', ']')}\n}\n` },
    { name: 'hcl: parentheses', path: 'infra/main.tf', text: `locals {\n  crate = ${around('(', '1', ')')}\n}\n` },
    { name: 'hcl: blocks', path: 'infra/main.tf', text: around('a {\n', '', '}\n') },
    { name: 'hcl: objects', path: 'infra/main.tf', text: `locals {\n  crate = ${around('{ a = ', '1', '}')}\n}\n` },
    { name: 'hcl: ternaries', path: 'infra/main.tf', text: `locals {\n  crate = ${open('true ? 1 : ')}2\n}\n` },
    { name: 'hcl: calls', path: 'infra/main.tf', text: `locals {\n  crate = ${around('max(1, ', '1', ')')}\n}\n` },
    { name: 'hcl: templates', path: 'infra/main.tf', text: `locals {\n  crate = ${around('"${', '1', '}"')}\n}\n` },
    { name: 'hcl: directives', path: 'infra/main.tf', text: `locals {\n  crate = "${around('%{ if true }', 'a', '%{ endif }')}"\n}\n` },
    { name: 'hcl: negations', path: 'infra/main.tf', text: `locals {\n  crate = ${open('!')}true\n}\n` },
    { name: 'hcl: sums', path: 'infra/main.tf', text: `locals {\n  crate = ${open('1 + ')}1\n}\n` },
    { name: 'hcl: traversals', path: 'infra/main.tf', text: `locals {\n  crate = a${open('.b')}\n}\n` },
    { name: 'hcl: indices', path: 'infra/main.tf', text: `locals {\n  crate = ${around('a[', '1', ']')}\n}\n` },
    { name: 'hcl: for expressions', path: 'infra/main.tf', text: `locals {\n  crate = ${around('[for a in ', 'b', ' : a]')}\n}\n` },
    { name: 'hcl: types', path: 'infra/main.tf', text: `variable "a" {\n  type = ${around('list(', 'string', ')')}\n}\n` },
    {
      name: 'hcl: long chain of locals',
      path: 'infra/main.tf',
      text: `locals {\n${Array.from({ length: 20_000 }, (_, index) => `  a${index} = local.a${index + 1}\n`).join('')}  a20000 = 1\n}\nresource "aws_autoscaling_group" "a" {\n  max_size = local.a0\n}\n`,
    },
    { name: 'tfvars: brackets', path: 'infra/prod.tfvars', text: `crate = ${around('[', '', ']')}\n`, beside: { 'infra/main.tf': 'variable "crate" {}\n' } },
    { name: 'tf.json: arrays', path: 'infra/main.tf.json', text: `{"locals":{"crate":${around('[', '', ']')}}}\n` },
    { name: 'tf.json: objects', path: 'infra/main.tf.json', text: `{"locals":{"crate":${around('{"a":', '1', '}')}}}\n` },
    ...[
      ['compose', 'compose.yaml', 'services:\n  api:\n    image: shop\n    x-crate: '],
      ['kubernetes', 'k8s/api.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: '],
      ['kustomize', 'k8s/kustomization.yaml', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: '],
      ['workflow', '.github/workflows/ci.yml', 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps: '],
      ['helm', 'chart/values.yaml', 'replicas: '],
      ['chart', 'chart/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: '],
      ['spring', 'src/main/resources/application.yml', 'spring:\n  datasource: '],
      ['slo', 'docs/slos/api.yml', 'service: api\nslos: '],
      ['openslo', 'slo/api.yaml', 'apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: api }\nspec: '],
      ['contract', 'plimsoll.yml', 'system: shop\nworkloads: '],
      ['debt', 'docs/performance-debt.yml', 'debt: '],
      ['artillery', 'test/load.yml', 'scenarios: []\nconfig:\n  target: http://harbour\n  phases: '],
      ['cloud foundry', 'manifest.yml', 'applications: '],
    ].flatMap(([format = '', path = '', before = '']) => [
      { name: `${format}: flow sequences`, path, text: `${before}${around('[', '', ']')}\n`, beside: besides[format] ?? {} },
      { name: `${format}: flow mappings`, path, text: `${before}${around('{a: ', '1', '}')}\n`, beside: besides[format] ?? {} },
      { name: `${format}: one-line sequences`, path, text: `${before}\n      ${open('- ')}a\n`, beside: besides[format] ?? {} },
    ]),
    { name: 'compose: indentation', path: 'compose.yaml', text: `services:\n${Array.from({ length: 1900 }, (_, level) => `${' '.repeat(level + 1)}a:\n`).join('')}` },
    { name: 'compose: interpolation', path: 'compose.yaml', text: `services:\n  api:\n    image: shop\n    environment:\n      A: ${around('${A:-', 'b', '}')}\n` },
    { name: 'env: interpolation', path: '.env', text: `A=${around('${A:-', 'b', '}')}\n` },
    { name: 'spring: placeholders', path: 'src/main/resources/application.properties', text: `spring.datasource.url=${around('${A:', 'b', '}')}\n`, beside: { 'pom.xml': pom } },
    { name: 'properties: continuations', path: 'src/main/resources/application.properties', text: `spring.datasource.url=${open('a\\\n')}b\n`, beside: { 'pom.xml': pom } },
    { name: 'dockerfile: continuations', path: 'Dockerfile', text: `FROM node:24\nRUN ${open('a \\\n')}b\nCMD ["node", "a.js"]\n` },
    { name: 'dockerfile: stages', path: 'Dockerfile', text: Array.from({ length: depth }, (_, index) => `FROM ${index === 0 ? 'node:24' : `s${index - 1}`} AS s${index}\n`).join('') },
    { name: 'dockerfile: arguments', path: 'Dockerfile', text: `ARG A=${around('${A:-', 'b', '}')}\nFROM node:\${A}\nCMD ${around('[', '', ']')}\n` },
    { name: 'procfile: quotes', path: 'Procfile', text: `web: ${around('$(', 'a', ')')} ${open('"')}\n` },
    {
      name: 'workflow: script',
      path: '.github/workflows/ci.yml',
      text: `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          ${around('$(', 'k6 run a.js', ')')}\n          ${around('(', 'k6 run a.js', ')')}\n          ${around('{ ', 'k6 run a.js;', ' }')}\n`,
    },
    {
      name: 'workflow: expressions',
      path: '.github/workflows/ci.yml',
      text: `on: push\njobs:\n  build:\n    if: \${{ ${around('(', 'a', ')')} }}\n    runs-on: ubuntu-latest\n    steps:\n      - run: k6 run a.js\n`,
    },
    { name: 'shell script', path: 'scripts/deploy.sh', text: `#!/bin/sh\n${around('if true; then ', 'a', '; fi')}\n${around('$(', 'a', ')')}\n` },
    { name: 'makefile', path: 'Makefile', text: `all:\n\t${around('$(A ', 'b', ')')}\n` },
    { name: 'markdown: lists', path: 'docs/adr/0001-deep.md', text: `# 1. Deep\n\n## Status\n\nAccepted\n\n## Decision\n\n${open('- ')}a\n` },
    { name: 'markdown: quotes', path: 'docs/adr/0001-deep.md', text: `# 1. Deep\n\n## Status\n\nAccepted\n\n## Decision\n\n${open('> ')}a\n` },
    {
      name: 'markdown: indented lists',
      path: 'docs/adr/0001-deep.md',
      text: `# 1. Deep\n\n## Status\n\nAccepted\n\n## Decision\n\n${Array.from({ length: 1900 }, (_, level) => `${' '.repeat(level)}- a\n`).join('')}`,
    },
    { name: 'markdown: emphasis', path: 'docs/adr/0001-deep.md', text: `# 1. Deep\n\n## Status\n\nAccepted\n\n## Decision\n\n${open('*a **a ')}\n${open('[')}${open(']')}${open('|')}\n` },
    { name: 'markdown: front matter', path: 'docs/adr/0001-deep.md', text: `---\nstatus: ${around('[', '', ']')}\n---\n# 1. Deep\n` },
    { name: 'prisma: brackets', path: 'prisma/schema.prisma', text: `datasource db {\n  provider = "postgresql"\n  url = env(${around('(', '', ')')})\n}\n${open('model A {\n')}` },
    { name: 'helm template', path: 'chart/templates/api.yaml', text: `${around('{{ if a }}', '', '{{ end }}')}\napiVersion: apps/v1\nkind: Deployment\n` },
  ];
}
