import { check, memoryFiles } from '@plimsoll/check';
const bytes = Number(process.argv[3]);
function filled(line: (index: number) => string): string { let text = ''; for (let index = 0; text.length < bytes; index++) text += line(index); return text; }
const all: Record<string, Record<string, string>> = {
  ts: { 'src/server.ts': `import express from 'express';\nimport axios from 'axios';\nconst app = express();\n${filled((index) => `app.get('/a${index}', async () => f${index}());\nasync function f${index}() { return axios.get('http://harbour/${index}'); }\n`)}app.listen(3000);\n` },
  py: { 'app.py': `import requests\nfrom flask import Flask\napp = Flask(__name__)\n${filled((index) => `@app.get("/a${index}")\ndef f${index}():\n    return requests.get("http://harbour/${index}", timeout=T${index})\nT${index + 1} = T${index}\n`)}` },
  npm: { 'package.json': JSON.stringify({ name: 'harbour', scripts: Object.fromEntries(Array.from({ length: bytes / 40 }, (_, index) => [`s${index}`, `npm run s${index + 1}`])) }), '.github/workflows/ci.yml': 'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm run s0\n' },
  ext: { 'compose.yaml': `services:\n  api0: { image: harbour }\n${filled((index) => `  api${index + 1}: { extends: { service: api${index} } }\n`)}` },
  compose: { 'compose.yaml': `services:\n${filled((index) => `  api${index}: { image: harbour${index}, depends_on: [api${index - 1}], environment: { A: "${index}" } }\n`)}` },
  jobs: { '.github/workflows/ci.yml': `on: push\njobs:\n${filled((index) => `  job${index}:\n    runs-on: ubuntu-latest\n    needs: [job${Math.max(0, index - 1)}]\n    steps:\n      - run: kubectl apply -f k8s && k6 run load.js\n`)}` },
  go: { 'go.mod': 'module harbour\n', 'main.go': `package main\nimport "net/http"\n${filled((index) => `func f${index}(w http.ResponseWriter, r *http.Request) { c${index} := &http.Client{}; c${index}.Get("http://harbour"); f${index + 1}(w, r) }\n`)}` },
};
const t = performance.now();
const r = await check(memoryFiles(all[process.argv[2]!]!), { today: '2026-11-23', version: 't', stats: { files: 1, bytes: 1 } });
console.log(process.argv[2], bytes, Math.round(performance.now() - t), r.internalErrors, r.unread.length);
