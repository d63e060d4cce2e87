import { optionOf } from '../../script/index.ts';

/** Load given on the command line; it wins over what the script says. Null where the command says nothing. */
export interface CommandLineLoad {
  readonly vus: number | null;
  readonly iterations: number | null;
  readonly durationMs: number | null;
}

export function commandLineLoad(tool: string, args: readonly string[], variables: ReadonlyMap<string, string>): CommandLineLoad | null {
  const load = tool === 'k6' ? k6Load(args, variables) : tool === 'locust' ? locustLoad(args) : null;
  return load !== null && (load.vus !== null || load.iterations !== null || load.durationMs !== null) ? load : null;
}

function k6Load(args: readonly string[], variables: ReadonlyMap<string, string>): CommandLineLoad {
  const stages = args.flatMap((arg, index) => (arg === '--stage' || arg === '-s' ? (args[index + 1] ?? '').split(',') : arg.startsWith('--stage=') ? arg.slice(8).split(',') : []));
  const parsed = stages.map((stage) => ({ durationMs: durationOf(stage.split(':')[0]), target: countOf(stage.split(':')[1]) }));
  const targets = parsed.flatMap(({ target }) => (target === null ? [] : [target]));
  const spans = parsed.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
  return {
    vus: targets.length > 0 ? Math.max(...targets) : countOf(optionOf(args, '--vus', '-u') ?? variables.get('K6_VUS')),
    iterations: countOf(optionOf(args, '--iterations', '-i') ?? variables.get('K6_ITERATIONS')),
    durationMs: spans.length > 0 ? spans.reduce((sum, each) => sum + each, 0) : durationOf(optionOf(args, '--duration', '-d') ?? variables.get('K6_DURATION')),
  };
}

function locustLoad(args: readonly string[]): CommandLineLoad {
  return { vus: countOf(optionOf(args, '--users', '-u')), iterations: null, durationMs: durationOf(optionOf(args, '--run-time', '-t')) };
}

function countOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `5m`, `1h30m`, `90s`; a bare number counts seconds on these command lines. */
function durationOf(text: string | undefined): number | null {
  if (text === undefined || text.length > 40) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) return null;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)].reduce((sum, match) => sum + Number(match[1]) * (unitsMs[match[2] ?? ''] ?? 0), 0);
}
