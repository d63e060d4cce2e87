import { check, memoryFiles } from '@plimsoll/check';
import { deepFiles } from './deep.ts';
const only = process.argv[2] !== undefined ? Number(process.argv[2]) : null;
if (only === null) { console.log(deepFiles.length); process.exit(0); }
const f = deepFiles[only]!;
const t = performance.now();
const files = memoryFiles({ [f.path]: f.text, 'Dockerfile.other': 'FROM node:24\nCMD ["node","src/a.js"]\n' });
const r = await check(files, { today: '2026-11-23', version: 't', stats: { files: 1, bytes: 1 } });
console.log(JSON.stringify({ n: f.name, ms: Math.round(performance.now() - t), mb: Math.round(process.resourceUsage().maxRSS / 1024), kb: Math.round(f.text.length / 1024), unread: r.unread.map((u) => `${u.file}:${u.line} ${u.message.slice(0, 110)}`).slice(0, 3), n2: r.unread.length, errors: r.internalErrors.map((e) => e.slice(0, 300)) }));
