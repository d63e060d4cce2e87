import { describe, expect, it } from 'vitest';
import { hangsAfterMs, judge, neighbour, neighbourNote, pom, unreadIn } from './reading.ts';

type Files = Readonly<Record<string, string>>;

const chained = (times: number, line: (index: number) => string): string => Array.from({ length: times }, (_, index) => line(index)).join('\n');

/** Things that lead back to themselves. Tools refuse most of them; what is allowed is read once. */
const cycles: readonly { readonly name: string; readonly files: Files; readonly note?: RegExp }[] = [
  {
    name: 'Terraform modules',
    files: { 'main.tf': 'module "a" {\n  source = "./a"\n}\n', 'a/main.tf': 'module "b" {\n  source = "../b"\n}\n', 'b/main.tf': 'module "a" {\n  source = "../a"\n}\n' },
    note: /^b\/main\.tf:2 .*leads back to a module that calls it/,
  },
  { name: 'a Terraform module that calls itself', files: { 'main.tf': 'module "a" {\n  source = "./"\n}\n' }, note: /^main\.tf:2 .*leads back/ },
  {
    name: 'inputs and outputs of Terraform modules',
    files: {
      'main.tf':
        'module "a" {\n  source = "./a"\n  size = module.b.size\n}\nmodule "b" {\n  source = "./a"\n  size = module.a.size\n}\nresource "aws_autoscaling_group" "api" {\n  max_size = module.a.size\n}\n',
      'a/main.tf': 'variable "size" {}\noutput "size" {\n  value = var.size\n}\n',
    },
  },
  { name: 'Terraform locals', files: { 'main.tf': 'locals {\n  a = local.b\n  b = local.a\n}\nresource "aws_autoscaling_group" "api" {\n  max_size = local.a\n}\n' } },
  { name: 'a Terraform local of itself', files: { 'main.tf': 'locals {\n  a = local.a + 1\n}\nresource "aws_autoscaling_group" "api" {\n  max_size = local.a\n}\n' } },
  {
    name: 'imports of TypeScript',
    files: {
      'package.json': '{"name":"shop","scripts":{"start":"node src/a.ts"},"dependencies":{"express":"5.1.0"}}',
      'src/a.ts': "import express from 'express';\nimport { b } from './b.ts';\nexport const a = b;\nconst app = express();\napp.get('/', () => a());\napp.listen(b);\n",
      'src/b.ts': "import axios from 'axios';\nimport { a } from './a.ts';\nexport const b = a;\nexport const c = () => axios.get('http://harbour', { timeout: b });\n",
    },
  },
  {
    name: 're-exports of TypeScript',
    files: { 'src/a.ts': "import { Pool } from 'pg';\nimport { size } from './b.ts';\nexport * from './b.ts';\nnew Pool({ max: size });\n", 'src/b.ts': "export * from './a.ts';\n" },
  },
  {
    name: 'constants and calls of TypeScript',
    files: {
      'src/a.ts':
        "import { Pool } from 'pg';\nconst a = b;\nconst b = a;\nconst c = { ...d };\nconst d = { ...c };\nnew Pool({ max: a, ...c });\nfunction f() { return g(); }\nfunction g() { return f(); }\nnew Pool(f());\n",
    },
  },
  {
    name: 'tsconfig files',
    files: {
      'tsconfig.json': '{"extends":"./tsconfig.b.json"}',
      'tsconfig.b.json': '{"extends":"./tsconfig.json"}',
      'src/a.ts': "import axios from 'axios';\nimport b from '@/b';\naxios.get('http://harbour');\n",
    },
  },
  {
    name: 'imports and calls of Python',
    files: {
      'a.py': 'import requests\nfrom b import B\nA = B\nrequests.get("http://harbour", timeout=A)\n',
      'b.py': 'import requests\nfrom a import A\nB = A\ndef f(): return g()\ndef g(): return f()\nrequests.get("http://harbour", timeout=f())\n',
    },
  },
  { name: 'classes of Python', files: { 'a.py': 'import requests\nclass A(B):\n  pass\nclass B(A):\n  pass\nrequests.Session()\n' } },
  {
    name: 'classes, constants and calls of Java',
    files: {
      'src/main/java/A.java':
        'import org.springframework.web.client.RestTemplate;\nclass A extends B { static final int X = B.Y; RestTemplate t = make(); RestTemplate make() { return other(); } RestTemplate other() { return make(); } }\n',
      'src/main/java/B.java': 'import org.springframework.web.client.RestTemplate;\nclass B extends A { static final int Y = A.X; RestTemplate u = new RestTemplate(); }\n',
    },
  },
  {
    name: 'calls and constants of Go',
    files: {
      'go.mod': 'module shop\n',
      'main.go':
        'package main\nimport "net/http"\nfunc main() { a() }\nfunc a() int { return b() }\nfunc b() int { http.Get("http://harbour"); return a() }\nvar c = d\nvar d = c\nvar e = &http.Client{Timeout: c}\n',
    },
  },
  {
    name: 'packages of Go',
    files: {
      'go.mod': 'module shop\n',
      'main.go': 'package main\nimport (\n\t"net/http"\n\t"shop/a"\n)\nfunc main() { a.A(); http.ListenAndServe(":1", nil) }\n',
      'a/a.go': 'package a\nimport (\n\t"net/http"\n\t"shop/b"\n)\nfunc A() { b.B(); http.Get("http://harbour") }\n',
      'b/b.go': 'package b\nimport (\n\t"net/http"\n\t"shop/a"\n)\nfunc B() { a.A(); http.Get("http://harbour") }\n',
    },
  },
  { name: 'kustomizations', files: { 'a/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../a]\n' } },
  {
    name: 'compose services that extend each other',
    files: { 'compose.yaml': 'services:\n  a:\n    extends: { service: b }\n  b:\n    extends: { service: a }\n' },
    note: /^compose\.yaml:3 extends a service that is not found/,
  },
  { name: 'compose files that include themselves', files: { 'compose.yaml': 'include: [compose.yaml]\nservices: { api: { image: shop } }\n' } },
  { name: 'an alias inside its own anchor', files: { 'compose.yaml': 'services: &all\n  api: *all\n  worker: { image: shop, environment: *all }\n' }, note: /^compose\.yaml:2 the alias \*all/ },
  {
    name: 'reusable workflows',
    files: {
      '.github/workflows/a.yml': 'on: [push, workflow_call]\njobs:\n  a: { uses: ./.github/workflows/b.yml, needs: b }\n  b: { uses: ./.github/workflows/a.yml, needs: a }\n',
      '.github/workflows/b.yml': 'on: workflow_call\njobs:\n  a: { uses: ./.github/workflows/a.yml }\n',
    },
  },
  {
    name: 'scripts of npm and make',
    files: {
      'package.json': '{"name":"shop","scripts":{"start":"npm run a","a":"npm run b && npm run b","b":"npm run a && npm run a"}}',
      Makefile: 'all: b\n\tmake b\nb: all\n\tmake all\n',
      '.github/workflows/ci.yml': 'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm run a\n      - run: make all\n',
    },
  },
  { name: 'variables of .env', files: { '.env': 'A=${B}\nB=${A}\n', 'compose.yaml': 'services:\n  api:\n    image: shop\n    env_file: .env\n    environment:\n      C: ${A}\n' } },
  { name: 'placeholders of Spring', files: { 'pom.xml': pom, 'src/main/resources/application.properties': 'a=${b}${b}\nb=${a}${a}\nspring.datasource.url=${a}\n' } },
  { name: 'stages of a Dockerfile', files: { Dockerfile: 'FROM b AS a\nFROM a AS b\nCOPY --from=b . .\nCMD ["serve"]\n' } },
  {
    name: 'decisions that supersede each other',
    files: {
      'docs/adr/0001-a.md': '# 1. A\n\n## Status\n\nSuperseded by [2](0002-b.md)\n\n## Decision\n\nWe cache.\n',
      'docs/adr/0002-b.md': '# 2. B\n\n## Status\n\nSuperseded by [1](0001-a.md)\n\n## Decision\n\nWe do not.\n',
    },
  },
];

describe('what leads back to itself ends', () => {
  it.each(cycles)(
    '$name',
    async ({ files, note }) => {
      const report = await judge({ ...files, ...neighbour });
      expect(report.internalErrors).toEqual([]);
      expect(unreadIn(report)).toContainEqual(neighbourNote);
      if (note) expect(unreadIn(report)).toContainEqual(expect.stringMatching(note));
    },
    hangsAfterMs,
  );
});

/** Nine anchors, each a list of nine of the one before: 9⁹ items when written out. */
function laughs(indent: string, first: string): string {
  const letters = 'abcdefghi';
  return `${indent}a: &a ${first}\n${Array.from(letters.slice(1), (letter, index) => `${indent}${letter}: &${letter} [${Array.from({ length: 9 }, () => `*${letters[index]}`).join(', ')}]`).join('\n')}\n`;
}

const bombs: readonly { readonly name: string; readonly files: Files; readonly note?: RegExp }[] = [
  { name: 'aliases in compose', files: { 'compose.yaml': `${laughs('', 'x')}services:\n  api:\n    image: shop\n    environment: *i\n    command: *i\n    ports: *i\n` } },
  {
    name: 'aliases in a manifest',
    files: {
      'k8s/api.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nx:\n${laughs('  ', '{ name: A, value: "1" }')}spec:\n  replicas: 2\n  template:\n    spec:\n      containers: *i\n`,
    },
  },
  { name: 'aliases in a workflow', files: { '.github/workflows/ci.yml': `on: push\nx:\n${laughs('  ', '{ run: k6 run a.js }')}jobs:\n  test:\n    needs: *i\n    steps: *i\n` } },
  { name: 'aliases in an SLO file', files: { 'docs/slos/api.yml': `x:\n${laughs('  ', '{ target: 200ms }')}service: api\nslos: *i\n` } },
  { name: 'aliases in the contract', files: { 'plimsoll.yml': `x:\n${laughs('  ', '{ deadline: 1s }')}workloads: *i\n` }, note: /^plimsoll\.yml:1 unknown key/ },
  { name: 'aliases in a Spring configuration', files: { 'pom.xml': pom, 'src/main/resources/application.yml': `x:\n${laughs('  ', '{ timeout: 1s }')}spring: *i\n` }, note: /more than 5000 keys/ },
  {
    name: 'merge keys',
    files: {
      'compose.yaml': `a: &a { k: 1 }\n${[...'bcdefghi'].map((letter, index) => `${letter}: &${letter} { <<: [${Array.from({ length: 9 }, () => `*${'abcdefghi'[index]}`).join(', ')}], ${letter}k: 1 }`).join('\n')}\nservices:\n  api:\n    <<: *i\n    image: shop\n`,
    },
    note: /merges too many entries/,
  },
  {
    name: 'Terraform modules that call the next one twice',
    files: Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`m${index}/main.tf`, `module "a" {\n  source = "../m${index + 1}"\n}\nmodule "b" {\n  source = "../m${index + 1}"\n}\n`])),
    note: /too many module instances/,
  },
  {
    name: 'Terraform strings that double',
    files: {
      'main.tf': `locals {\n  a0 = "xxxxxxxxxx"\n${chained(40, (index) => `  a${index + 1} = "\${local.a${index}}\${local.a${index}}"`)}\n}\nresource "aws_autoscaling_group" "api" {\n  name = local.a40\n}\n`,
    },
  },
  {
    name: 'Terraform lists that double',
    files: {
      'main.tf': `locals {\n  a0 = [1, 2]\n${chained(40, (index) => `  a${index + 1} = concat(local.a${index}, local.a${index})`)}\n}\nresource "aws_autoscaling_group" "api" {\n  availability_zones = local.a40\n}\n`,
    },
  },
  {
    name: 'Terraform functions with huge results',
    files: {
      'main.tf':
        'resource "aws_autoscaling_group" "api" {\n  availability_zones = range(1000000000)\n  max_size = pow(10, 400)\n  name = format("%999999999d", 1)\n  count = 1000000000\n}\nlocals {\n  all = setproduct(range(1000), range(1000), range(1000))\n}\nresource "aws_autoscaling_group" "worker" {\n  availability_zones = local.all\n}\n',
    },
  },
  { name: 'a Terraform pattern that backtracks', files: { 'main.tf': `resource "aws_autoscaling_group" "api" {\n  name = regex("(a+)+$", "${'a'.repeat(60)}b")\n}\n` } },
  {
    name: 'kustomizations that take the next one twice',
    files: Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`m${index}/kustomization.yaml`, `resources: [../m${index + 1}, ./../m${index + 1}/]\n`])),
  },
  {
    name: 'TypeScript constants that double',
    files: { 'src/a.ts': `import { Pool } from 'pg';\nconst a0 = 'x';\n${chained(60, (index) => `const a${index + 1} = a${index} + a${index};`)}\nnew Pool({ connectionString: a60, max: a60 });\n` },
  },
  {
    name: 'TypeScript calls that double',
    files: {
      'src/a.ts': `import { Pool } from 'pg';\nfunction f0() { return { max: 1 }; }\n${chained(60, (index) => `function f${index + 1}() { return { ...f${index}(), ...f${index}() }; }`)}\nnew Pool(f60());\n`,
    },
  },
  {
    name: 'Python constants that double',
    files: { 'a.py': `import requests\na0 = 1\n${chained(60, (index) => `a${index + 1} = a${index} + a${index}`)}\nrequests.get("http://harbour", timeout=a60)\n` },
  },
  {
    name: 'Java constants that double',
    files: {
      'src/main/java/A.java': `import org.springframework.web.client.RestTemplate;\nclass A {\nstatic final int A0 = 1;\n${chained(60, (index) => `static final int A${index + 1} = A${index} + A${index};`)}\nvoid run() { HikariConfig config = new HikariConfig(); config.setMaximumPoolSize(A60); new HikariDataSource(config); }\n}\n`,
    },
  },
  {
    name: 'Go constants that double',
    files: {
      'go.mod': 'module shop\n',
      'main.go': `package main\nimport "net/http"\nconst a0 = 1\n${chained(60, (index) => `const a${index + 1} = a${index} + a${index}`)}\nvar client = &http.Client{Timeout: a60}\nfunc main() { client.Get("http://harbour") }\n`,
    },
  },
  {
    name: 'Go functions that call the next one twice',
    files: {
      'go.mod': 'module shop\n',
      'main.go': `package main\nimport "net/http"\nfunc main() { f0() }\n${chained(60, (index) => `func f${index}() { f${index + 1}(); f${index + 1}() }`)}\nfunc f60() { http.Get("http://harbour") }\n`,
    },
  },
  {
    name: 'variables of .env that double',
    files: {
      '.env': `A0=xxxxxxxxxx\n${chained(60, (index) => `A${index + 1}=\${A${index}}\${A${index}}`)}\n`,
      'compose.yaml': 'services:\n  api:\n    image: shop\n    env_file: .env\n    environment:\n      SIZE: ${A60}\n',
    },
  },
  {
    name: 'arguments of a Dockerfile that double',
    files: { Dockerfile: `ARG A0=xxxxxxxxxx\n${chained(60, (index) => `ARG A${index + 1}=\${A${index}}\${A${index}}`)}\nFROM node:\${A60}\nENV SIZE=\${A60}\nCMD ["node", "\${A60}"]\n` },
  },
  {
    name: 'placeholders of Spring that double',
    files: { 'pom.xml': pom, 'src/main/resources/application.properties': `a0=xxxxxxxxxx\n${chained(60, (index) => `a${index + 1}=\${a${index}}\${a${index}}`)}\nspring.datasource.url=\${a60}\n` },
  },
  {
    name: 'files of TypeScript that import each other',
    files: Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `src/m${index}.ts`,
        `import { Pool } from 'pg';\n${chained(40, (other) => `export * from './m${(index * 7 + other) % 200}.ts';`)}\nimport { size } from './m${(index + 1) % 200}.ts';\nnew Pool({ max: size });\n`,
      ]),
    ),
  },
];

describe('what grows when written out stays small', () => {
  it.each(bombs)(
    '$name',
    async ({ files, note }) => {
      const report = await judge({ ...files, ...neighbour });
      expect(report.internalErrors).toEqual([]);
      expect(unreadIn(report)).toContainEqual(neighbourNote);
      expect(unreadIn(report).join('\n').length, 'the notes too').toBeLessThan(100_000);
      if (note) expect(unreadIn(report)).toContainEqual(expect.stringMatching(note));
    },
    hangsAfterMs,
  );
});
