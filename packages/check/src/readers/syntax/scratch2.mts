import { Language, Parser } from 'web-tree-sitter';
import { readFile } from 'node:fs/promises';
await Parser.init();
const l = await Language.load(await readFile('/work/main/node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm'));
for (const unit of ['A<','a<','A<;', 'x = a < b;\n','for(;a<b;){}\n'])
for (const n of [1000,3000,10000,20000]) {
  const p = new Parser(); p.setLanguage(l); const t=performance.now();
  let calls=0;
  const tree = p.parse(unit.repeat(n), null, {progressCallback:()=>{calls++; return false}});
  console.log(JSON.stringify(unit), n, Math.round(performance.now()-t), Math.round(process.memoryUsage.rss()/1e6), calls); tree?.delete(); p.delete();
}
