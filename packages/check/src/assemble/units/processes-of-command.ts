import type { Source } from '@plimsoll/contract';
import type { EnvironmentEntry } from '../../facts/index.ts';
import { byDefault, derived, isKnown, stated, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';

/**
 * How many processes one run of a command starts. `from` says how firmly: the command itself, a variable that the tool takes when neither
 * the command nor its configuration file says more, or the tool's default, which such a file may change as well. With `file` the numbers
 * stand in `script`, a file of PM2.
 */
export interface CommandProcesses {
  readonly tool: string;
  readonly processes: Known<number>;
  readonly from: 'command' | 'environment' | 'default' | 'file';
  readonly script: string | null; // what it starts, as written: `shop.wsgi:app`, `dist/server.js`
}

interface Tool {
  readonly options: readonly string[]; // that give the number, `--workers 4`, `--workers=4` or `-w4`
  readonly variable: string | null;
  readonly start?: RegExp; // the word that must follow: `pm2 start`, `fastapi run`
  readonly citation: string;
}

/** Platforms may set a variable themselves: Heroku's buildpack for Python gives WEB_CONCURRENCY by the size of the dyno. */
const tools: Readonly<Record<string, Tool>> = {
  gunicorn: {
    options: ['-w', '--workers'],
    variable: 'WEB_CONCURRENCY',
    citation: 'Gunicorn 23, Settings, workers: the value of WEB_CONCURRENCY, else 1 (https://docs.gunicorn.org/en/stable/settings.html#workers)',
  },
  uvicorn: { options: ['--workers'], variable: 'WEB_CONCURRENCY', citation: 'Uvicorn 0.35, Settings, Production: --workers, WEB_CONCURRENCY, else 1 (https://www.uvicorn.org/settings/#production)' },
  fastapi: { options: ['--workers'], variable: 'WEB_CONCURRENCY', start: /^run$/, citation: 'FastAPI CLI hands --workers to Uvicorn (https://fastapi.tiangolo.com/deployment/server-workers/)' },
  hypercorn: {
    options: ['-w', '--workers'],
    variable: null,
    citation: 'Hypercorn 0.17, Configuration options, workers: 1 (https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html)',
  },
  uwsgi: {
    options: ['-p', '--processes', '--workers'],
    variable: null,
    citation: 'uWSGI, Things to know: a single process by default (https://uwsgi-docs.readthedocs.io/en/latest/ThingsToKnow.html)',
  },
  granian: { options: ['--workers'], variable: 'GRANIAN_WORKERS', citation: 'Granian 2, options: --workers, GRANIAN_WORKERS, default 1 (https://github.com/emmett-framework/granian#options)' },
  puma: { options: ['-w', '--workers'], variable: 'WEB_CONCURRENCY', citation: 'Puma 7, Clustered mode: no workers by default, WEB_CONCURRENCY sets them (https://puma.io/puma/)' },
  pm2: { options: ['-i', '--instances'], variable: null, start: /^start$/, citation: 'PM2, Cluster mode: one process without -i (https://pm2.keymetrics.io/docs/usage/cluster-mode/)' },
  'pm2-runtime': { options: ['-i', '--instances'], variable: null, citation: 'PM2, Cluster mode: one process without -i (https://pm2.keymetrics.io/docs/usage/cluster-mode/)' },
};

const operators = /^(?:&&|\|\||;|\||&)$/;
/** With one of these before it the name is an argument, not a program. */
const others = /^(?:pip3?|install|add|apt|apt-get|apk|echo|printf|kill|pkill|pgrep|grep|which|test|cat|ls|rm|cp|cd|wait-for-it(?:\.sh)?|supervisorctl)$/;
const wordsMax = 500;

/** `words` as a Dockerfile, a Procfile or a container says them; null where no process manager is started. */
export function processesOfCommand(words: readonly string[], environment: readonly EnvironmentEntry[], source: Source): CommandProcesses | null {
  for (const command of commandsOf(words.slice(0, wordsMax))) {
    const at = command.findIndex((word) => Object.hasOwn(tools, nameOf(word)) && (!word.includes('/') || /(?:^|\/)bin\/[^/]*$|^\.\/[^/]*$/.test(word)));
    const name = nameOf(command[at] ?? '');
    const tool = tools[name];
    if (!tool || command.slice(0, at).some((word) => others.test(nameOf(word)))) continue;
    const args = command.slice(at + 1);
    if (tool.start && !args.some((word) => tool.start?.test(word))) continue;
    const variables: readonly EnvironmentEntry[] = [...environment, ...command.slice(0, at).flatMap((word) => assignment(word, source))];
    return counted(name, tool, args, variables, source);
  }
  return null;
}

function counted(name: string, tool: Tool, args: readonly string[], environment: readonly EnvironmentEntry[], source: Source): CommandProcesses {
  const pm2 = name.startsWith('pm2');
  const script = (pm2 ? args.find((word) => /\.(?:[cm]?[jt]s|json|ya?ml)$/.test(word)) : args.find((word) => /^[A-Za-z_][\w.]*:[A-Za-z_]/.test(word))) ?? null;
  if (pm2 && script !== null && /(?:^|\/)[^/]*\.config\.[cm]?[jt]s$|\.(?:json|ya?ml)$/.test(script)) {
    return {
      tool: 'pm2',
      script,
      from: 'file',
      processes: unknown(`the number of processes stands in ${script}`, { cause: 'no-value-given', what: `instances in ${script}` }, { source, bounds: { min: 1 } }),
    };
  }
  const result = (processes: Known<number>, from: CommandProcesses['from']): CommandProcesses => ({ tool: pm2 ? 'pm2' : name, processes, from, script });
  if (name === 'uvicorn' && args.includes('--reload')) return result(stated(1, source, '--reload runs one process'), 'command');
  const given = optionOf(args, tool.options) ?? (name === 'gunicorn' ? optionOf((textOf(environment, 'GUNICORN_CMD_ARGS') ?? '').split(/\s+/), tool.options) : undefined);
  if (given !== undefined) return result(countOf(given.value, `${given.option} ${given.value}`, pm2, environment, source), 'command');
  const variable = tool.variable === null ? undefined : environment.findLast((entry) => entry.name === tool.variable);
  if (variable) {
    const processes = isKnown(variable.value) ? countOf(variable.value.value, variable.value.says, pm2, [], variable.value.source) : { ...variable.value, bounds: { min: 1 } };
    return result(processes, 'environment');
  }
  // Every new Rails application has a config/puma.rb, which Puma reads unasked and which may start workers.
  if (name === 'puma')
    return result(unknown('config/puma.rb may say how many workers Puma starts', { cause: 'not-supported-yet', what: 'workers in config/puma.rb' }, { source, bounds: { min: 1 } }), 'default');
  return result(byDefault<number>(1, source, `${name} starts one process`, tool.citation), 'default');
}

/** No whole number below 1 starts processes: `-w 0` is Puma's single mode, `-i 0`, `-i max` and `-i -1` of PM2 follow the processors. */
function countOf(written: string, says: string, pm2: boolean, environment: readonly EnvironmentEntry[], source: Source): Known<number> {
  const processors = (): Known<number> =>
    unknown(`${says} follows the number of processors`, { cause: 'outside-the-repository', what: 'the number of processors of the machine it runs on' }, { source, bounds: { min: 1 } });
  if (/^(?:max|auto)$/.test(written) || /\bnproc\b|cpuinfo|NUMBER_OF_PROCESSORS/.test(written) || (pm2 && /^(?:0|-\d+)$/.test(written))) return processors();
  if (/^\d{1,6}$/.test(written)) return stated(Math.max(1, Number(written)), source, says);
  const variable = /^\$(?:\{([A-Za-z_]\w*)(?::?-([^{}]*))?\}|([A-Za-z_]\w*))$/.exec(written);
  const name = variable?.[1] ?? variable?.[3];
  const entry = name === undefined ? undefined : environment.findLast((each) => each.name === name);
  if (entry && isKnown(entry.value) && /^\d{1,6}$/.test(entry.value.value)) return derived(Math.max(1, Number(entry.value.value)), [entry.value], source, says);
  if (!entry && variable?.[2] !== undefined && /^\d{1,6}$/.test(variable[2])) return stated(Math.max(1, Number(variable[2])), source, says);
  return unknown(`${says} is only known when it is started`, { cause: 'no-value-given', what: `a value for ${name ?? written}` }, { source, bounds: { min: 1 } });
}

/** The commands of a line, also inside `sh -c "…"`. */
function commandsOf(words: readonly string[]): readonly (readonly string[])[] {
  const shell = words.findIndex((word, index) => /^-\w*c$/.test(word) && /^(?:ba|da|a|z)?sh$/.test(nameOf(words[index - 1] ?? '')));
  const script = shell < 0 ? undefined : words[shell + 1];
  const split = script === undefined ? words : script.replace(/(&&|\|\||;|\|)/g, ' $1 ').match(/\$\([^)]{0,200}\)|"[^"]*"|'[^']*'|\S+/g);
  const commands: string[][] = [[]];
  for (const word of split ?? []) {
    if (operators.test(word)) commands.push([]);
    else commands.at(-1)?.push(word.replace(/^(["'])(.*)\1$/s, '$2'));
  }
  return commands;
}

function optionOf(args: readonly string[], names: readonly string[]): { readonly option: string; readonly value: string } | undefined {
  for (let index = args.length - 1; index >= 0; index--) {
    const arg = args[index] ?? '';
    for (const option of names) {
      if (arg === option) return { option, value: args[index + 1] ?? '' };
      if (arg.startsWith(`${option}=`)) return { option, value: arg.slice(option.length + 1) };
      if (option.length === 2 && arg.startsWith(option) && /^\d+$/.test(arg.slice(2))) return { option, value: arg.slice(2) };
    }
  }
  return undefined;
}

function assignment(word: string, source: Source): readonly EnvironmentEntry[] {
  const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
  return match ? [{ name: match[1] ?? '', value: stated(match[2] ?? '', source, word.slice(0, 80)), reference: null, source }] : [];
}

function textOf(environment: readonly EnvironmentEntry[], name: string): string | undefined {
  const entry = environment.findLast((each) => each.name === name);
  return entry && isKnown(entry.value) ? entry.value.value : undefined;
}

function nameOf(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}
