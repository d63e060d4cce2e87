import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
const [, , which, root, show] = process.argv as string[];
const mod = await import(`../${which === 'spring' ? 'spring-config' : which}/index.ts`);
const reader = mod.javaReader ?? mod.goReader ?? mod.springConfigReader;
const paths: string[] = [];
const skip = new Set(['.git', 'node_modules']);
const dig = (d: string) => { for (const e of readdirSync(join(root!, d), { withFileTypes: true })) { if (skip.has(e.name)) continue; const p = d ? `${d}/${e.name}` : e.name; if (e.isDirectory()) dig(p); else if (e.isFile()) paths.push(p); } };
dig(''); paths.sort();
const set = new Set(paths); const texts = new Map<string, string | undefined>();
const files = { paths, has: (p: string) => set.has(p), text: (p: string) => { if (!texts.has(p)) texts.set(p, set.has(p) && statSync(join(root!, p)).size < 2e6 ? readFileSync(join(root!, p), 'utf8').replace(/^\uFEFF/, '') : undefined); return texts.get(p); } };
await reader.prepare?.();
const kinds: Record<string, number> = {}; let n = 0, parsed = 0; const t = performance.now(); let worst: [number, string] = [0, ''];
const fmt = (s: any): string => s === null || s === undefined ? '-' : 'value' in s && s.value && typeof s.value === 'object' ? ('value' in s.value ? `${s.value.value}[${s.value.basis}: ${s.value.says} @${s.value.source.file === '' ? '' : s.value.source.file.split('/').pop()}:${s.value.source.line}]` : `?(${s.value.reason})`) + (s.variables.length ? `{${s.variables.join(',')}}` : '') : String(s);
for (const p of paths) {
  if (!reader.claims(p, new Uint8Array())) continue;
  n++;
  const text = files.text(p) ?? '';
  if (reader.signals && !reader.signals.some((s: string) => text.includes(s))) { const scan = (mod.scanJavaImports ?? mod.scanGoImports); scan({ path: p, text }, files); continue; }
  parsed++;
  const t0 = performance.now();
  const r = reader.read({ path: p, text }, files);
  const dt = performance.now() - t0; if (dt > worst[0]) worst = [dt, p];
  const cf = r.facts.find((f: any) => f.kind === 'code-file');
  for (const u of r.unread) console.log('UNREAD', JSON.stringify(u));
  for (const f of r.facts) {
    kinds[f.kind] = (kinds[f.kind] ?? 0) + 1;
    if (f.kind === 'code-file' || f.kind === 'config-entry') continue;
    if (show && !new RegExp(show).test(f.kind + ' ' + p)) continue;
    if (cf && cf.purpose !== 'source' && !show?.includes('all')) continue;
    const s = f.site?.source ?? f.source;
    console.log(`${f.kind} ${s.file}:${s.line}:${s.column} ${f.library ?? f.framework ?? f.service} ${f.site?.lifetime ?? ''}${f.site?.inLoop ? ' LOOP' : ''}`, f.kind === 'pool' ? `${f.engine} max=${fmt(f.sizeMax)} min=${fmt(f.sizeMin)} acq=${fmt(f.acquireTimeoutMs)} life=${fmt(f.lifetimeMs)} url=${fmt(f.url)}` : f.kind === 'client' ? `${f.act} ${f.callee} t=${fmt(f.timeoutMs)} c=${fmt(f.connectTimeoutMs)} ${f.service ?? ''} target=${fmt(f.target)} ${f.perCallCost ?? ''}` : f.kind === 'entry-point' ? `${f.role} q=${fmt(f.queue)} g=${f.guard} in=${f.within}` : f.kind === 'state' ? `${f.state} ${JSON.stringify(f.store)} ${f.purpose}` : f.kind === 'deadline' ? `${f.what} ${fmt(f.timeoutMs)}` : f.kind === 'executor' ? `${f.name} ${fmt(f.size)} ${JSON.stringify(f.submissions.map((x: any) => [x.says, x.to]))}` : f.kind === 'channel' ? `${f.direction} ${fmt(f.name)}` : f.kind === 'connection' ? `${f.engine} ${fmt(f.url)}` : JSON.stringify(f.wraps).slice(0, 80));
  }
}
console.log(`${n} files, ${parsed} parsed, ${Math.round(performance.now() - t)} ms, worst ${Math.round(worst[0])} ms ${worst[1]}, rss ${Math.round(process.memoryUsage().rss / 1e6)} MB`, JSON.stringify(kinds));
