import { loadGrammar, walk } from './index.ts';
const n = 100000;
const cases: Record<string,string> = {
 open: '('.repeat(n), closed: '('.repeat(n)+')'.repeat(n), list: 'x = '+'['.repeat(n)+']'.repeat(n), calls: 'f('.repeat(n), callsClosed: 'f('.repeat(n)+')'.repeat(n),
 braces: '{'.repeat(n), bracesClosed: '{'.repeat(n)+'}'.repeat(n), attr: 'a'+'.b'.repeat(n), plus:'a'+'+b'.repeat(n), nul: '\0'.repeat(n), indent: Array.from({length:3000},(_, i)=>' '.repeat(i)+'if x:').join('\n').slice(0,1400000), rnd: Array.from({length:300000},(_, i)=>String.fromCharCode(33+(i*7919+i*i*31)%93)).join(''), big: 'x = requests.get(a, timeout=5)\n'.repeat(48000), quote:'"'.repeat(n), fstr: 'f"{'.repeat(n), not: 'not '.repeat(n), lambda:'lambda: '.repeat(n), minus: '-'.repeat(n)+'1', openbig: '('.repeat(1400000), go: 'func(){'.repeat(n), gen: 'A<'.repeat(n), gen2:'<'.repeat(n), gennl: 'A<\n'.repeat(n), gen4: 'x = A<B<'.repeat(n), gen5:'A<;'.repeat(n), gen6:'A<{'.repeat(n), gen7: 'A<B>('.repeat(n), gen8: ('A<'.repeat(900)+';').repeat(100), gen9:'A<(1<B<'.repeat(300), gen3: 'class X { A<B '.repeat(n/10), cls: 'class A{'.repeat(n), arr:'[]'.repeat(n), ptr:'*'.repeat(n), chan:'chan '.repeat(n), els: 'if(a){}else '.repeat(n), tern: 'a?'.repeat(n), cast:'(A)'.repeat(n), at:'@A('.repeat(n), sw:'switch(a){case 1:'.repeat(n/2), dq:'a ? b : '.repeat(n), colon:'a:'.repeat(n), comma:'a,'.repeat(n), pipe:'a|'.repeat(n), arrow: 'a->'.repeat(n), amp:'A & '.repeat(n)
};
const lang = process.argv[2] as 'go';
const g = await loadGrammar(lang);
for (const [k, text] of Object.entries(cases)) {
  const t = performance.now();
  const r = g.parse({path:'a', text});
  let c=0; if (r.tree) for (const _ of walk(r.tree.root)) c++;
  console.log(lang, k, Math.round(performance.now()-t)+'ms', c, r.unread.map(u=>u.line+':'+u.message.slice(0,60)).join(' | '), Math.round(process.memoryUsage.rss()/1e6));
}
