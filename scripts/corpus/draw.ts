// npm run corpus:draw -- REPORTS SEED
// Draws thirty broken and ten undecided findings from the JSON reports in a folder, at most four for each repository and rule, for a
// judge who has not written the rules. The seed is a commit hash, so that nobody chooses.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckReport, Finding } from '@plimsoll/contract';

const [, , folder, seed] = process.argv;
if (!folder || !seed) {
  process.stderr.write('usage: npm run corpus:draw -- REPORTS SEED\n');
  process.exit(2);
}

interface Drawn {
  readonly repository: string;
  readonly finding: Finding;
  readonly order: string;
}

const all: Drawn[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .toSorted()
  .flatMap((file) => {
    const report = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CheckReport;
    return report.findings.map((finding) => ({ repository: file.replace(/\.json$/, ''), finding, order: createHash('sha256').update(`${seed} ${file} ${finding.fingerprint}`).digest('hex') }));
  })
  .toSorted((a, b) => (a.order < b.order ? -1 : 1));

const sheet = [...take('broken', 30), ...take('undecided', 10)];
process.stdout.write(`${JSON.stringify({ seed, findings: sheet.map(({ repository, finding }, index) => ({ number: index + 1, repository, ...finding, verdict: null, because: null })) }, null, 2)}\n`);

function take(state: Finding['state'], count: number): readonly Drawn[] {
  const perRule = new Map<string, number>();
  const perRepository = new Map<string, number>();
  const taken: Drawn[] = [];
  for (const drawn of all) {
    if (taken.length === count) break;
    if (drawn.finding.state !== state) continue;
    const rule = perRule.get(drawn.finding.rule) ?? 0;
    const repository = perRepository.get(drawn.repository) ?? 0;
    if (rule >= 4 || repository >= 4) continue;
    perRule.set(drawn.finding.rule, rule + 1);
    perRepository.set(drawn.repository, repository + 1);
    taken.push(drawn);
  }
  return taken;
}
