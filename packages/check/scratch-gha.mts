import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
const { githubActionsReader } = await import('./src/readers/github-actions/index.ts');
const readers: any[] = [githubActionsReader];
try { for (const t of ['k6','artillery','locust']) { const m = await import(`./src/readers/load-test/${t}/index.ts`); readers.push(...Object.values(m).filter((r:any)=>r?.claims)); } } catch (e) { console.log('no load readers', String(e).slice(0,200)); }
const only = process.argv[2];
for (const repo of readdirSync('/work/corpus')) {
  if (only && !repo.includes(only)) continue;
  const root = join('/work/corpus', repo);
  const paths: string[] = [];
  const walk = (d: string) => { for (const e of readdirSync(d, { withFileTypes: true })) { if (e.name === '.git' || e.name === 'node_modules' || e.name==='vendor') continue; const p = join(d, e.name); if (e.isDirectory()) walk(p); else if (e.isFile()) paths.push(relative(root, p)); } };
  walk(root); paths.sort();
  const set = new Set(paths);
  const cache = new Map<string,string|undefined>();
  const files = { paths, has: (p: string) => set.has(p), text: (p: string) => { if (!set.has(p)) return undefined; if (!cache.has(p)) cache.set(p, statSync(join(root,p)).size > 5e6 ? undefined : readFileSync(join(root, p), 'utf8').replace(/^\uFEFF/, '')); return cache.get(p); } };
  console.log(`##### ${repo}`);
  for (const r of readers) { await r.prepare?.(); let n=0; const t0=performance.now();
    for (const p of paths) { if (!r.claims(p, new Uint8Array())) continue; const text = files.text(p); if (text===undefined) continue; if (r.signals && !r.signals.some((s: string)=>text.includes(s))) continue; n++;
      const { facts, unread } = r.read({ path: p, text }, files);
      for (const u of unread) console.log('  UNREAD', u.file, u.line, u.message);
      for (const f of facts) {
        if (f.kind === 'workflow') { const acts = f.jobs.flatMap((j: any)=>j.acts.map((a: any)=>[j,a])); const calls=f.jobs.filter((j:any)=>j.calls);
          if (acts.length||calls.length) console.log(`  ${f.file} [${f.triggers}|${f.triggerBranches}]${f.manualOnly?' MANUAL':''}${f.example?' EXAMPLE':''}`);
          for (const j of calls) console.log(`     ${j.id} -> ${j.calls.file} env=${j.environment}`);
          for (const [j,a] of acts) console.log(`     ${j.id}: ${a.act} ${a.tool} L${a.source.line} via=${a.via?a.via.file+':'+a.via.line:'-'} env=${a.environment} target=${a.target ? ('value' in a.target ? a.target.value : '?'+a.target.reason) : '-'} ${a.certainty}${a.ignoresFailure?' IGNORED':''}${a.thresholdsOff?' THROFF':''} ${a.load?JSON.stringify(a.load):''} ${a.thresholds.map((t:any)=>t.name+'='+t.value)} | ${a.says}`);
        } else console.log('  ', r.name, f.file, f.purpose, 'crit', f.criteria.map((c:any)=>`${c.metric}/${c.kind}/${c.quantile}/${c.limit}/${c.aborts}@${c.source.line}`).join(' ; '), 'known', 'value' in f.criteriaKnown? f.criteriaKnown.value : '?'+f.criteriaKnown.reason, JSON.stringify(f.load, (k,v)=> v && typeof v==='object' && 'basis' in v ? v.value+'('+v.basis+')' : v && typeof v==='object' && 'reason' in v ? '?'+v.reason : v), f.targets.map((t:any)=>'value' in t?t.value:'?'+t.reason).join(' , '));
      }
    }
    console.log(`  -- ${r.name}: ${n} files ${(performance.now()-t0).toFixed(0)}ms`);
  }
}
