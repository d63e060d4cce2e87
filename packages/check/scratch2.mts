import { readFileSync, existsSync } from 'node:fs';
import { perform, fileScript } from './src/readers/script/index.ts';
const root='/work/corpus/aws-containers__retail-store-sample-app/';
const files={paths:[],has:(p:string)=>existsSync(root+p),text:(p:string)=>existsSync(root+p)?readFileSync(root+p,'utf8'):undefined};
for (const d of perform(fileScript('x','cd src/load-generator\nbash scripts/run-test.sh\n'),{cwd:'',variables:new Map(),files})) console.log(d.cwd, d.via?.file, d.via?.line, d.command.words.map(w=>w.text).join(' ').slice(0,150));
