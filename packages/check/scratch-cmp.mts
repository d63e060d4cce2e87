import fs from 'node:fs'; import path from 'node:path';
import { kubernetesReader } from './src/readers/kubernetes/index.ts';
import { kustomizeReader } from './src/readers/kustomize/index.ts';
import { chartOfTemplate } from './src/readers/helm/chart-files.ts';
import { isKustomizePatch } from './src/readers/kustomize/patch-files.ts';
let expected=0, got=0, chart=0, patch=0;
const per:any={};
for (const repo of fs.readdirSync('/work/corpus').filter(r=>!r.startsWith('.'))) {
  const root = path.join('/work/corpus', repo); const paths:string[] = [];
  (function walk(d:string){ for (const e of fs.readdirSync(d,{withFileTypes:true})) { if (e.name==='.git'||e.name==='node_modules'||e.name==='vendor') continue; const p=path.join(d,e.name); if (e.isDirectory()) walk(p); else if (e.isFile()) paths.push(path.relative(root,p)); } })(root);
  const set=new Set(paths); const text=(p:string)=>set.has(p)?fs.readFileSync(path.join(root,p),'utf8'):undefined; const files={paths,has:(p:string)=>set.has(p),text};
  for (const p of paths.filter(p=>/\.ya?ml$/.test(p))) { const t=text(p)!; const n=(t.match(/^kind: *(Deployment|StatefulSet|DaemonSet|CronJob|Job|DeploymentConfig) *\r?$/gm)??[]).length; if(!n) continue;
    if (chartOfTemplate(p,files)!==null) { chart+=n; continue; } if (isKustomizePatch(p,files)) { patch+=n; continue; }
    const f=kubernetesReader.read({path:p,text:t},files).facts.filter((x:any)=>x.kind==='kubernetes-workload').length; expected+=n; got+=f; if (f!==n) console.log('DIFF',repo,p,n,f); }
  for (const p of paths.filter(p=>kustomizeReader.claims(p,new Uint8Array()))) { const f:any=kustomizeReader.read({path:p,text:text(p)!},files).facts[0]; if(!f) {console.log('none',p);continue;} if (f.changes.length||f.replicas.length||f.configMaps.length) console.log(repo,p,f.environment,'changes',f.changes.map((c:any)=>`${c.kind}/${c.name} r=${c.replicas?.value} max=${c.max?.value} env=${c.containers.map((x:any)=>x.name+':'+x.environment.length)}`).join('; '),'cm',f.configMaps.map((c:any)=>c.name+':'+c.data.length).join()); }
}
console.log({expected,got,chart,patch});
