import { check, memoryFiles } from '@plimsoll/check';
import { deepFiles } from './deep.ts';
const depth = Number(process.argv[2]);
const only = process.argv[3] !== undefined ? Number(process.argv[3]) : null;
const all = deepFiles(depth);
if (only === null) { console.log(all.length); process.exit(0); }
const f = all[only]!;
const t = performance.now();
const files = memoryFiles({ [f.path]: f.text, ...f.beside });
const r = await check(files, { today: '2026-11-23', version: 't', stats: { files: 1, bytes: 1 } });
console.log(JSON.stringify({ n: f.name, ms: Math.round(performance.now() - t), mb: Math.round(process.resourceUsage().maxRSS / 1024), kb: Math.round(f.text.length / 1024), unread: r.unread.map((u) => `${u.file}:${u.line} ${u.message.slice(0, 140)}`).slice(0, 3), n2: r.unread.length, errors: r.internalErrors.map((e) => e.slice(0, 300)) }));
