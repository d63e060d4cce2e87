import { describe, expect, it } from 'vitest';
import { hangsAfterMs, judge, neighbour, neighbourNote, pom, unreadIn } from './reading.ts';

/** A third of what is still read: what is quadratic takes tens of seconds here, and the rest of this file must stay quick. */
const bytes = 500_000;

function filled(line: (index: number) => string): string {
  let text = '';
  for (let index = 0; text.length < bytes; index++) text += line(index);
  return text;
}

const k8s = (index: number): string =>
  `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api${index} }\nspec: { replicas: ${index % 7}, template: { spec: { containers: [{ name: api, image: harbour${index} }] } } }\n`;

const wide: readonly { readonly name: string; readonly files: Readonly<Record<string, string>> }[] = [
  { name: 'Deployments', files: { 'k8s/api.yaml': filled(k8s) } },
  {
    name: 'autoscalers of one Deployment',
    files: {
      'k8s/api.yaml':
        k8s(1) +
        filled(
          (index) =>
            `---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: a${index} }\nspec: { scaleTargetRef: { kind: Deployment, name: api1 }, minReplicas: 1, maxReplicas: 5 }\n`,
        ),
    },
  },
  {
    name: 'variables of one container',
    files: {
      'k8s/api.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          env:\n${filled((index) => `            - { name: A${index}, value: "$(A${index - 1})" }\n`)}`,
    },
  },
  {
    name: 'compose services',
    files: { 'compose.yaml': `services:\n${filled((index) => `  api${index}: { image: harbour${index}, depends_on: [api${index - 1}], environment: { A: "${index}" } }\n`)}` },
  },
  {
    name: 'compose services that extend the one before',
    files: { 'compose.yaml': `services:\n  api0: { image: harbour }\n${filled((index) => `  api${index + 1}: { extends: { service: api${index} } }\n`)}` },
  },
  {
    name: 'jobs of a workflow',
    files: {
      '.github/workflows/ci.yml': `on: push\njobs:\n${filled((index) => `  job${index}:\n    runs-on: ubuntu-latest\n    needs: [job${Math.max(0, index - 1)}]\n    steps:\n      - run: kubectl apply -f k8s && k6 run load.js\n`)}`,
    },
  },
  {
    name: 'lines of a script',
    files: {
      '.github/workflows/ci.yml': `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n${filled((index) => `          A${index}=$A${index - 1} k6 run --vus ${index} load.js | tee out${index}.json\n`)}`,
    },
  },
  {
    name: 'Terraform resources',
    files: { 'infra/main.tf': filled((index) => `resource "aws_autoscaling_group" "api${index}" {\n  max_size = aws_autoscaling_group.api${Math.max(0, index - 1)}.max_size\n}\n`) },
  },
  {
    name: 'Terraform locals',
    files: { 'infra/main.tf': `locals {\n${filled((index) => `  a${index + 1} = local.a${index} + 1\n`)}  a0 = 1\n}\nresource "aws_autoscaling_group" "api" {\n  max_size = local.a9999\n}\n` },
  },
  {
    name: 'Terraform modules',
    files: {
      'infra/main.tf': filled((index) => `module "m${index}" {\n  source = "./m"\n  size   = ${index}\n}\n`),
      'infra/m/main.tf': 'variable "size" {}\nresource "aws_autoscaling_group" "api" {\n  max_size = var.size\n}\n',
    },
  },
  {
    name: 'TypeScript pools',
    files: { 'src/db.ts': `import { Pool } from 'pg';\n${filled((index) => `export const pool${index} = new Pool({ max: ${index}, connectionString: process.env.URL${index} });\n`)}` },
  },
  {
    name: 'TypeScript handlers with calls',
    files: {
      'src/server.ts': `import express from 'express';\nimport axios from 'axios';\nconst app = express();\n${filled((index) => `app.get('/a${index}', async () => f${index}());\nasync function f${index}() { return axios.get('http://harbour/${index}'); }\n`)}app.listen(3000);\n`,
    },
  },
  {
    name: 'TypeScript functions that call each other',
    files: {
      'src/server.ts': `import express from 'express';\nimport axios from 'axios';\nconst app = express();\napp.get('/', async () => f0());\n${filled((index) => `async function f${index}() { return f${index + 1}(); }\n`)}axios.get('http://harbour');\napp.listen(3000);\n`,
    },
  },
  {
    name: 'Python calls',
    files: {
      'app.py': `import requests\nfrom flask import Flask\napp = Flask(__name__)\n${filled((index) => `@app.get("/a${index}")\ndef f${index}():\n    return requests.get("http://harbour/${index}", timeout=T${index})\nT${index + 1} = T${index}\n`)}`,
    },
  },
  {
    name: 'Java calls',
    files: {
      'src/main/java/Orders.java': `import org.springframework.web.client.RestTemplate;\n@RestController class Orders {\n${filled((index) => `@GetMapping("/a${index}") Object f${index}() { RestTemplate t${index} = new RestTemplate(); return t${index}.getForObject("http://harbour/${index}", String.class); }\n`)}}\n`,
    },
  },
  {
    name: 'Go calls',
    files: {
      'go.mod': 'module harbour\n',
      'main.go': `package main\nimport "net/http"\n${filled((index) => `func f${index}(w http.ResponseWriter, r *http.Request) { c${index} := &http.Client{}; c${index}.Get("http://harbour"); f${index + 1}(w, r) }\n`)}`,
    },
  },
  {
    name: 'scripts of package.json',
    files: {
      'package.json': JSON.stringify({ name: 'harbour', scripts: Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [`s${index}`, `npm run s${index + 1}`])) }),
      '.github/workflows/ci.yml': 'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm run s0\n',
    },
  },
  {
    name: 'instructions of a Dockerfile',
    files: { Dockerfile: `FROM node:24\n${filled((index) => `ENV A${index}=$A${index - 1}\nCOPY a${index} b${index}\nEXPOSE ${index}\n`)}CMD ["node", "a.js"]\n` },
  },
  { name: 'variables of .env', files: { '.env': filled((index) => `A${index}=\${A${index - 1}}\n`), 'compose.yaml': 'services:\n  api:\n    image: harbour\n    env_file: .env\n' } },
  { name: 'properties', files: { 'pom.xml': pom, 'src/main/resources/application.properties': filled((index) => `a.b${index}=\${a.b${index - 1}:1}\n`) } },
  { name: 'objectives', files: { 'docs/slos/api.yml': `service: api\nslos:\n${filled((index) => `  - { name: latency${index}, sli: request_latency_p95, target: 200ms, window: 30d }\n`)}` } },
  { name: 'items of the debt register', files: { 'docs/performance-debt.yml': `debt:\n${filled((index) => `  - { id: PD-${index}, impact: slow, owner: harbour, target: 2026-Q4 }\n`)}` } },
  { name: 'workloads of the contract', files: { 'plimsoll.yml': `workloads:\n${filled((index) => `  api${index}: { profile: sync-api, deadline: 800ms, dedline: 1s }\n`)}` } },
  {
    name: 'claims of a decision',
    files: {
      'docs/adr/0001-scale.md': `# 1. Scale\n\n## Status\n\nAccepted\n\n## Performance\n\n${filled((index) => `- max instances ${index}, 1200 req/s at P95 = 145ms ✅ | [ ( * _ \`${index}\n`)}`,
    },
  },
  { name: 'rows of a table', files: { 'docs/adr/0001-scale.md': `# 1. Scale\n\n## Status\n\nAccepted\n\n## Performance\n\n| a | b |\n| - | - |\n${filled((index) => `| P95 | ${index} ms |\n`)}` } },
  {
    name: 'decisions',
    files: Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [
        `docs/adr/${index}-a.md`,
        `# ${index}. Scale\n\n## Status\n\nSuperseded by [${index + 1}](${index + 1}-a.md)\n\n## Decision\n\nWe scale to 20 instances.\n`,
      ]),
    ),
  },
  {
    name: 'files of TypeScript',
    files: Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [
        `src/m${index}.ts`,
        `import { f as g } from './m${index + 1}.ts';\nimport axios from 'axios';\nexport const f = (): unknown => g() ?? axios.get('http://harbour');\n`,
      ]),
    ),
  },
];

describe('files full of what they hold', () => {
  it.each(wide)(
    '$name',
    async ({ files }) => {
      const report = await judge({ ...files, ...neighbour });
      expect(report.internalErrors).toEqual([]);
      expect(unreadIn(report)).toContainEqual(neighbourNote);
    },
    hangsAfterMs,
  );
});
