import { readFileSync, writeFileSync } from 'node:fs';
import { check } from './src/engine/check.ts';
import { memoryFiles } from './src/testing/memory-files.ts';
import { readPage } from './src/testing/page.ts';
import { rules } from './src/rules/registry.ts';
const only = process.argv[2] ?? ''; const write = process.argv.includes('--write');
for (const rule of rules) {
  if (!rule.id.includes(only)) continue;
  const url = new URL(`./src/rules/${rule.id}.md`, import.meta.url);
  const text = readFileSync(url, 'utf8'); const page = readPage(text);
  let lines = text.split('\n'); let out = [];
  const inserts: { anchor: number; text: string }[] = [];
  for (const c of page.cases) {
    const files = memoryFiles(c.files);
    const r = await check(files, { today: c.today, version: 't', stats: { files: 1, bytes: 1 } });
    const own = r.findings.filter((f) => f.rule === rule.id); const s = r.rules.find((x) => x.rule === rule.id)!;
    const want = c.section === 'Fails' ? 'broken' : c.section === 'Undecided' ? 'undecided' : 'kept';
    const ok = want === 'kept' ? own.length === 0 && (c.applies ? s.kept > 0 : s.kept + s.broken + s.undecided === 0) : own.some((f) => f.state === want);
    console.log(`${ok ? 'ok ' : 'BAD'} ${rule.id} [${c.section} ${c.name}] k${s.kept} b${s.broken} u${s.undecided}`, ok ? '' : JSON.stringify(own.map((f) => f.state + ': ' + f.message)), r.internalErrors.map((e) => e.slice(0, 300)).join('\n'), r.unread.map((u) => `unread ${u.file}:${u.line} ${u.message}`).join('; '));
    if (write && ok && want !== 'kept' && c.markers.length === 0) {
      for (const f of own.filter((f) => f.state === want)) for (const p of [f.location, ...f.places]) {
        if (!p) { console.log('   no place'); continue; }
        // locate the fence of this file in this case
        let idx = -1, inSec = false; let cur = '', sub = '';
        for (let i = 0; i < lines.length; i++) { const h = /^(##+)\s+(.*)$/.exec(lines[i]!); if (h) { if (h[1] === '##') { cur = h[2]!; sub = ''; } else sub = h[2]!; }
          if (cur === c.section && sub === c.name && new RegExp('^`{3,}.*file=' + p.file.replace(/[.\/]/g, '\\$&') + '(\\s|$)').test(lines[i]!)) { idx = i; break; } }
        if (idx < 0) { console.log('   no fence', p.file); continue; }
        const at = idx + p.line; const src = lines[at]!; const end = p.endLine === p.line ? p.endColumn : src.length + 1;
        const indent = /^\s*/.exec(src)![0].length; const cm = /\.(ts|js|go|java)$/.test(p.file) ? '//' : '#';
        let pre = ' '.repeat(p.column - 1); if (p.column - 1 >= indent + cm.length + 0 && !/\.(json|md)$/.test(p.file)) pre = ' '.repeat(indent) + cm + ' '.repeat(p.column - 1 - indent - cm.length);
        inserts.push({ anchor: at, text: `${pre}${'^'.repeat(Math.max(1, end - p.column))} ${f.message}` });
      }
    }
  }
  if (write && inserts.length) { for (const i of inserts.toSorted((a, b) => b.anchor - a.anchor)) lines.splice(i.anchor + 1, 0, i.text); writeFileSync(url, lines.join('\n')); }
}
