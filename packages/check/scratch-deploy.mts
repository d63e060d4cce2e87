import fs from 'node:fs'; import path from 'node:path';
const names = ['kubernetes','kustomize','helm','compose','dockerfile','procfile'];
const readers:any[] = [];
for (const n of names) { try { const m:any = await import(`./src/readers/${n}/index.ts`); readers.push(m[`${n}Reader`]); } catch (e:any) { console.log('no', n, e.message.slice(0,200)); } }
const only = process.argv[2]; const show = process.argv[3];
for (const repo of fs.readdirSync('/work/corpus').filter(r=>!r.startsWith('.') && (!only || only==='all' || r.includes(only)))) {
  const root = path.join('/work/corpus', repo); const paths:string[] = [];
  (function walk(d:string){ for (const e of fs.readdirSync(d,{withFileTypes:true})) { if (e.name==='.git'||e.name==='node_modules'||e.name==='vendor') continue; const p=path.join(d,e.name); if (e.isDirectory()) walk(p); else if (e.isFile()) paths.push(path.relative(root,p)); } })(root);
  paths.sort(); const set = new Set(paths); const cache = new Map<string,string|undefined>();
  const text = (p:string)=>{ if(!set.has(p)) return undefined; if(!cache.has(p)) { const s=fs.statSync(path.join(root,p)); cache.set(p, s.size>2e6?undefined:fs.readFileSync(path.join(root,p),'utf8').replace(/^\uFEFF/,'')); } return cache.get(p); };
  const files = { paths, has:(p:string)=>set.has(p), text };
  const counts:Record<string,number>={}; const unread:any[]=[]; const t0=performance.now(); const times:Record<string,number>={}; const all:any[]=[];
  for (const p of paths) for (const r of readers) {
    let head:any = () => new Uint8Array(); 
    if (!/\.(ya?ml|json)$|ockerfile|ontainerfile|Procfile|Chart|ustomization/.test(p)) continue;
    const t = text(p); if (t===undefined) continue; head = () => new TextEncoder().encode(t.slice(0,4096));
    if (!r.claims(p, head)) continue; if (r.signals && !r.signals.some((s:string)=>t.includes(s))) continue;
    const t1=performance.now(); const res = r.read({path:p,text:t}, files); times[r.name]=(times[r.name]??0)+performance.now()-t1;
    for (const f of res.facts) { const k=f.kind+(f.type?':'+f.type:''); counts[k]=(counts[k]??0)+1; all.push(f);
      const check=(o:any,d=0)=>{ if(!o||typeof o!=='object'||d>8) return; if (typeof o.line==='number'&&typeof o.file==='string'){ const L=(text(o.file)??'').split('\n').length; if(o.line<1||o.line>L||o.endLine>L+1) console.log('BAD LINE',o,L);} else for (const v of Object.values(o)) check(v,d+1); }; check(f); }
    unread.push(...res.unread);
  }
  console.log('==', repo, Math.round(performance.now()-t0)+'ms', JSON.stringify(Object.fromEntries(Object.entries(times).map(([k,v])=>[k,Math.round(v)]))));
  console.log('  ', JSON.stringify(counts), 'unread', unread.length);
  for (const u of unread.slice(0, show==='unread'?1000:6)) console.log('   U', u.file+':'+u.line, u.message);
  if (show && show!=='unread') for (const f of all.filter(f=>f.kind===show||f.name===show)) console.log(JSON.stringify(f, (k,v)=>k==='source'||k==='nameSource'||k==='commandSource'?(v?`${v.file}:${v.line}:${v.column}-${v.endLine}:${v.endColumn}`:v):v, process.argv[4]?1:0));
}
