import type { UsesStep } from '../workflow/steps.ts';
import { commandLineLoad } from './load.ts';
import type { LoadRun } from './load-test.ts';

interface Entry {
  readonly tool: string;
  readonly scripts: readonly string[]; // inputs that name the script
  readonly flags?: string;
  readonly unless?: readonly [input: string, value: string];
}

const actions: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  ['grafana/run-k6-action', { tool: 'k6', scripts: ['path'], flags: 'flags', unless: ['only-verify-scripts', 'true'] }],
  ['grafana/k6-action', { tool: 'k6', scripts: ['filename'], flags: 'flags' }],
  ['k6io/action', { tool: 'k6', scripts: ['filename'], flags: 'flags' }],
  ['artilleryio/action-cli', { tool: 'artillery', scripts: ['command'] }],
  ['azure/load-testing', { tool: 'azure-load-testing', scripts: ['loadTestConfigFile'] }],
  ['apardo04/locust-github-action', { tool: 'locust', scripts: ['LOCUSTFILE'] }],
  ['rbhadti94/apache-jmeter-action', { tool: 'jmeter', scripts: ['testFilePath'] }],
  ['gatling/enterprise-action', { tool: 'gatling', scripts: ['simulation_id'] }],
  ['blazemeter/github-action', { tool: 'blazemeter', scripts: ['testID'] }],
]);

export function loadTestByAction(step: UsesStep): LoadRun | null {
  const entry = actions.get(step.action.toLowerCase());
  if (!entry) return null;
  const given = (name: string): string => step.given.get(name)?.text ?? '';
  if (entry.unless && given(entry.unless[0]) === entry.unless[1]) return null;
  const flags = entry.flags === undefined ? [] : given(entry.flags).split(/\s+/).filter(Boolean);
  let scripts = entry.scripts
    .flatMap((name) => given(name).split(/[\n,]/))
    .map((path) => path.trim())
    .filter(Boolean);
  if (entry.tool === 'artillery') {
    const words = (scripts[0] ?? '').split(/\s+/);
    if (words[0] !== 'run') return null;
    scripts = words
      .slice(1)
      .filter((word) => /\.(?:ya?ml|json|[jt]s)$/.test(word))
      .slice(-1);
  }
  return { tool: entry.tool, scripts, results: [], thresholdsOff: flags.includes('--no-thresholds'), load: commandLineLoad(entry.tool, flags, step.variables) };
}
