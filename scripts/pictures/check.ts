import { main } from '../../packages/cli/src/main.ts';
import type { Terminal } from '../../packages/cli/src/terminal/terminal.ts';
import { strip } from './terminal.ts';

/** A real run over examples/monolith: the scorecard and one finding. */
export async function checkLines(root: string): Promise<readonly string[]> {
  let printed = '';
  const terminal: Terminal = { out: (text) => (printed += text), err: () => undefined, columns: 100, colour: true, interactive: false, cwd: root, now: () => new Date('2026-11-23T00:00:00Z') };
  await main(['check', 'examples/monolith', '--today', '2026-11-23', '--no-cache'], terminal);
  const lines = printed.split('\n').map((line) => line.replace(/ in [\d.]+ m?s\./, '.'));
  const plain = lines.map(strip);
  const scorecardEnds = plain.findIndex((line) => line.includes('DP8 '));
  const finding = plain.findIndex((line) => line.includes('dp4/pool-exceeds-max-connections'));
  const findingEnds = lines.findIndex((_, index) => index > finding && plain[index]?.trim() === '');
  return ['$ npx plimsoll check examples/monolith', '', ...lines.slice(0, scorecardEnds + 1), '', ...lines.slice(finding, findingEnds)];
}
