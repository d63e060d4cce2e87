import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Grammar } from './index.ts';
import { ancestor, child, descendants, hasKeyword, lazyGrammar, loadGrammar, namedChildren, sizeLimit, sourceOf, textOf, walk } from './index.ts';

const python: Grammar = await loadGrammar('python');

function root(text: string): NonNullable<ReturnType<Grammar['parse']>['tree']>['root'] {
  const { tree } = python.parse({ path: 'harbour.py', text });
  if (!tree) throw new Error('not parsed');
  return tree.root;
}

describe('a syntax tree', () => {
  it('counts columns in UTF-16 code units', () => {
    const [call] = descendants(root('# ü\nboat = "⛵🚢"; sail(boat)\n'), 'call');
    expect(call && sourceOf(call)).toEqual({ file: 'harbour.py', line: 2, column: 15, endLine: 2, endColumn: 25 });
    expect(call && textOf(call)).toBe('sail(boat)');
  });

  it('takes CRLF as one line end', () => {
    const [, second] = descendants(root('sail()\r\nmoor()\r\n'), 'call');
    expect(second && sourceOf(second)).toMatchObject({ line: 2, column: 1, endColumn: 7 });
  });

  it('keeps fields and keywords, and leaves punctuation out', () => {
    const [made] = descendants(root('async def sail(boat):\n    return boat\n'), 'function_definition');
    expect(made && hasKeyword(made, 'async')).toBe(true);
    const name = made && child(made, 'name');
    expect(name && textOf(name)).toBe('sail');
    expect([...walk(root('sail(a, b)'))].map((node) => node.type)).not.toContain('(');
  });

  it('knows parents and leaves comments out of named children', () => {
    const tree = root('# first\nboat = 1\n');
    expect(namedChildren(tree).map((node) => node.type)).toEqual(['expression_statement']);
    const [number] = descendants(tree, 'integer');
    expect(number && ancestor(number, 'assignment')?.type).toBe('assignment');
  });

  it('reports the line of a syntax error and still reads the rest', () => {
    const { tree, unread } = python.parse({ path: 'harbour.py', text: 'sail(\n\ndef moor(:\n  pass\nanchor()\n' });
    expect(tree).not.toBeNull();
    expect(unread).toHaveLength(1);
    expect(unread[0]?.message).toContain('not valid Python syntax');
  });

  it('says nothing about valid code', () => {
    expect(python.parse({ path: 'harbour.py', text: 'match boat:\n    case 1:\n        pass\n' }).unread).toEqual([]);
    expect(python.parse({ path: 'empty.py', text: '' }).unread).toEqual([]);
  });
});

describe('bounds', () => {
  it('does not read what is too large', () => {
    const { tree, unread } = python.parse({ path: 'large.py', text: 'x'.repeat(sizeLimit + 1) });
    expect(tree).toBeNull();
    expect(unread[0]).toMatchObject({ file: 'large.py', line: null });
  });

  it('says so when a grammar was not loaded', () => {
    expect(lazyGrammar('ruby').parse({ path: 'a.rb', text: '' }).unread[0]?.message).toContain('was not loaded');
  });

  it('survives 100,000 brackets of every kind', { timeout: 120_000 }, () => {
    const script = `
      const { loadGrammar, walk } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
      const count = 100_000;
      const texts = ['(', 'f(', 'A<', 'not ', '\\0'].map((part) => part.repeat(count));
      texts.push('('.repeat(count) + ')'.repeat(count), '['.repeat(count) + ']'.repeat(count), 'a' + '.b'.repeat(count), 'a' + '+b'.repeat(count));
      let nodes = 0;
      for (const name of ['python', 'java', 'go']) {
        const grammar = await loadGrammar(name);
        for (const text of texts) {
          const { tree, unread } = grammar.parse({ path: 'deep', text });
          if (unread.some((each) => each.message.includes('stopped working'))) throw new Error(name);
          if (tree) for (const node of walk(tree.root)) nodes += node.depth > 1000 ? Infinity : 1;
        }
      }
      console.log(Number.isFinite(nodes) ? 'alive' : 'too deep');
    `;
    const output = execFileSync(process.execPath, ['--conditions=source', '--no-warnings', '--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(output.trim()).toBe('alive');
  });
});
