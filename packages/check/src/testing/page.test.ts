import { describe, expect, it } from 'vitest';
import { readPage } from './page.ts';

const page = `# dp4/pool-exceeds-max-connections

The pools of all instances fit.

## Why
\`\`\`yaml file=ignored.yaml
no: case
\`\`\`

## Fails

\`\`\`yaml file=compose.yaml
services:
  api:
    replicas: 6
    #         ^ six of them
  db: {}
\`\`\`

\`\`\`ts file=src/db.ts
new Pool({ max: 50 });
//         ^^^^^^^ fifty
\`\`\`

### Without a place

\`\`\`yaml file=compose.yaml today=2027-01-01
services: {}
\`\`\`

\`\`\`expect
no service has an SLO
\`\`\`

## Passes
### A lone script, to which the rule does not apply
\`\`\`\`md file=docs/x.md
\`\`\`sh
echo
\`\`\`
\`\`\`\`

## When to switch it off
Never.
`;

describe('a rule page', () => {
  const read = readPage(page);

  it('has a title, a summary and headings', () => {
    expect(read).toMatchObject({ title: 'dp4/pool-exceeds-max-connections', summary: 'The pools of all instances fit.', headings: ['Why', 'Fails', 'Passes', 'When to switch it off'] });
  });

  it('gives a case per heading below Fails, Passes and Undecided, and none elsewhere', () => {
    expect(read.cases.map(({ section, name }) => `${section}: ${name}`)).toEqual(['Fails: ', 'Fails: Without a place', 'Passes: A lone script, to which the rule does not apply']);
  });

  it('takes markers out of the files and points them at the line above', () => {
    const [first] = read.cases;
    expect(first?.files['compose.yaml']).toBe('services:\n  api:\n    replicas: 6\n  db: {}\n');
    expect(first?.files['src/db.ts']).toBe('new Pool({ max: 50 });\n');
    expect(first?.markers).toEqual([
      { file: 'compose.yaml', line: 3, column: 15, endColumn: 16, message: 'six of them' },
      { file: 'src/db.ts', line: 1, column: 12, endColumn: 19, message: 'fifty' },
    ]);
  });

  it('reads what is expected without a place, the date and what has no subject', () => {
    expect(read.cases.map(({ expected, today, applies }) => [expected, today, applies])).toEqual([
      [[], '2026-11-23', true],
      [['no service has an SLO'], '2027-01-01', true],
      [[], '2026-11-23', false],
    ]);
  });

  it('reads the severity that a heading ends with', () => {
    const severities = ['too many', 'too many (info)', '(error) or not'].map(
      (name) => readPage(['# a', '', 'b', '', '## Fails', '', `### ${name}`, '', '~~~ts file=src/db.ts', 'x', '~~~'].join('\n').replaceAll('~', '`')).cases.at(-1)?.severity,
    );
    expect(severities).toEqual([null, 'info', null]);
  });

  it('ends a fence at one of its own length', () => {
    expect(read.cases[2]?.files['docs/x.md']).toBe('```sh\necho\n```\n');
  });
});
