import { readdirSync, readFileSync, statSync } from 'node:fs';
import { pythonReader } from './src/readers/python/index.ts';
import { join, relative } from 'node:path';
await pythonReader.prepare!();
const [root, filter, kinds] = process.argv.slice(2);
function list(dir: string, out: string[] = []): string[] { for (const e of readdirSync(dir, {withFileTypes: true})) { if (e.name === '.git' || e.name === 'node_modules') continue; const p = join(dir, e.name); if (e.isDirectory()) list(p, out); else if (e.isFile()) out.push(p); } return out; }
const paths = list(root!).map((p) => relative(root!, p)).sort();
const set = new Set(paths);
const cache = new Map<string,string>();
const files = { paths, has: (p: string) => set.has(p), text: (p: string) => { if (!set.has(p)) return undefined; try { let t=cache.get(p); if(t===undefined){t=readFileSync(join(root!, p), 'utf8'); cache.set(p,t);} return t; } catch { return undefined; } } };
const show = (s: any): string => s === null || s === undefined ? '-' : Array.isArray(s) ? '['+s.map(x=>x.says??x).join(',')+']' : typeof s !== 'object' ? String(s) : 'value' in s && 'variables' in s ? `${'value' in s.value ? `${s.value.value}(${s.value.basis} "${s.value.says}" @${s.value.source.line})` : `?${s.value.reason}`}${s.variables.length ? ' $' + s.variables : ''}` : JSON.stringify(s);
const t = performance.now(); let n = 0; const count: Record<string, number> = {}; let slow: [number,string][]=[];
for (const path of paths) {
  if (!pythonReader.claims(path, new Uint8Array())) continue;
  const text = files.text(path)!;
  if (!pythonReader.signals!.some((s) => text.includes(s))) continue;
  n++;
  const t0 = performance.now();
  const r = pythonReader.read({ path, text }, files);
  slow.push([performance.now()-t0, path]);
  for (const u of r.unread) console.log('UNREAD', u.file, u.line, u.message);
  for (const f of r.facts as any[]) {
    count[f.kind + (f.kind==='client'||f.kind==='entry-point'? ':'+(f.library??f.framework):'')] = (count[f.kind+ (f.kind==='client'||f.kind==='entry-point'? ':'+(f.library??f.framework):'')] ?? 0) + 1;
    if (filter && !path.includes(filter)) continue;
    if (kinds && kinds !== 'none' && !kinds.split(',').includes(f.kind)) continue;
    if (kinds === 'none') continue;
    if (f.kind === 'code-file') { console.log('FILE', path, f.purpose, f.packageName, 'imports', f.imports.filter((i:any)=>i.resolved.length).map((i: any) => i.specifier + '->' + i.resolved).join(' '), '| handlers', f.functions.filter((x:any)=>x.handler).map((x: any) => x.name+':'+x.handler).join(' ')); continue; }
    const { kind, source, site, ...rest } = f;
    const s = source ?? site?.source;
    console.log(' ', kind, `${s.file}:${s.line}:${s.column}`, site ? `[${site.lifetime}${site.inLoop ? ' loop' : ''} in ${site.within?.split('#')[1] ?? '-'}]` : '', Object.entries(rest).filter(([k]) => k !== 'within').map(([k, v]) => `${k}=${show(v)}`).join(' '));
  }
}
console.log(n, 'files', Math.round(performance.now() - t), 'ms', Math.round(process.memoryUsage.rss()/1e6)+'MB', JSON.stringify(count));
slow.sort((a,b)=>b[0]-a[0]); console.log(slow.slice(0,4).map(([a,b])=>Math.round(a)+'ms '+b).join(', '));
