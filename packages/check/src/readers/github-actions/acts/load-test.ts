import type { FileIndex } from '../../reader.ts';
import { argumentsOf, hasOption, optionOf, programOf, resolvePath } from '../../script/index.ts';
import type { Performed } from '../../script/index.ts';
import { commandLineLoad } from './load.ts';
import type { CommandLineLoad } from './load.ts';

/** A run of a load generator. */
export interface LoadRun {
  readonly tool: string;
  readonly scripts: readonly string[]; // as written: a path, a pattern, or with a variable in it
  readonly results: readonly string[]; // files that the results go to
  readonly thresholdsOff: boolean;
  readonly load: CommandLineLoad | null;
}

interface Tool {
  readonly tool: string;
  readonly runs: (args: readonly string[], done: Performed) => boolean;
  readonly script?: RegExp; // which word is the script
  readonly fallback?: string; // the script when none is named
  readonly output?: readonly string[];
}

const url = /https?:\/\/|\$\{?\w*(?:URL|HOST|TARGET|ENDPOINT)/i;
const mavenGoal = /(?:^|:)(?:gatling(?:-maven-plugin(?::[\w.-]+)?)?:(?:test|execute)|jmeter(?:-maven-plugin(?::[\w.-]+)?)?:jmeter)/;
const hitsUrl = (args: readonly string[]): boolean => args.some((arg) => url.test(arg));

const tools: Readonly<Record<string, Tool>> = {
  k6: { tool: 'k6', runs: (args) => args[0] === 'run' || (args[0] === 'cloud' && args[1] !== 'login' && args[1] !== 'upload'), script: /\.(?:[cm]?[jt]s|tar)$/, output: ['--summary-export'] },
  artillery: { tool: 'artillery', runs: (args) => /^(?:run|quick)(?::|-|$)/.test(args[0] ?? ''), script: /\.(?:ya?ml|json|[cm]?[jt]s)$/, output: ['-o', '--output'] },
  locust: { tool: 'locust', runs: (args, done) => hasOption(args, '--headless', '--no-web', '--autostart') || done.variables.has('LOCUST_HEADLESS'), script: /\.py$/, fallback: 'locustfile.py' },
  gatling: { tool: 'gatling', runs: () => true },
  'gatling.sh': { tool: 'gatling', runs: () => true },
  jmeter: { tool: 'jmeter', runs: (args) => hasOption(args, '-n', '--nongui'), script: /\.jmx$/, output: ['-l', '--logfile'] },
  'jmeter.sh': { tool: 'jmeter', runs: (args) => hasOption(args, '-n', '--nongui'), script: /\.jmx$/, output: ['-l', '--logfile'] },
  autocannon: { tool: 'autocannon', runs: hitsUrl },
  wrk: { tool: 'wrk', runs: hitsUrl, script: /\.lua$/ },
  wrk2: { tool: 'wrk', runs: hitsUrl, script: /\.lua$/ },
  oha: { tool: 'oha', runs: hitsUrl, output: ['-o', '--output'] },
  vegeta: { tool: 'vegeta', runs: (args) => args[0] === 'attack', output: ['-output', '--output'] },
  hey: { tool: 'hey', runs: hitsUrl },
  bombardier: { tool: 'bombardier', runs: hitsUrl },
  ab: { tool: 'ab', runs: hitsUrl },
  siege: { tool: 'siege', runs: hitsUrl },
  ghz: { tool: 'ghz', runs: (args) => hasOption(args, '--call', '--config', '--proto', '--protoset'), output: ['-o', '--output'] },
  fortio: { tool: 'fortio', runs: (args) => args[0] === 'load', output: ['-json', '--json'] },
  hyperfoil: { tool: 'hyperfoil', runs: () => true },
  bzt: { tool: 'taurus', runs: (args) => args.some((arg) => !arg.startsWith('-')), script: /\.(?:ya?ml|json|jmx)$/ },
  loadtest: { tool: 'loadtest', runs: hitsUrl },
  drill: { tool: 'drill', runs: (args) => hasOption(args, '--benchmark', '-b'), script: /\.ya?ml$/ },
  nighthawk_client: { tool: 'nighthawk', runs: hitsUrl },
  mvn: { tool: 'maven', runs: (args) => args.some((arg) => mavenGoal.test(arg)) },
  mvnw: { tool: 'maven', runs: (args) => args.some((arg) => mavenGoal.test(arg)) },
  gradle: { tool: 'gatling', runs: (args) => args.some((arg) => /gatlingRun/.test(arg)) },
  gradlew: { tool: 'gatling', runs: (args) => args.some((arg) => /gatlingRun/.test(arg)) },
  sbt: { tool: 'gatling', runs: (args) => args.some((arg) => /gatling(?:\/|:)test/i.test(arg)) },
  plimsoll: { tool: 'plimsoll', runs: (args) => args[0] === 'load' || (args[0] === 'gate' && !hasOption(args, '--results')), script: /\.(?:[cm]?[jt]s|ya?ml)$/ },
};

const noImages: ReadonlyMap<string, string> = new Map();

const images: readonly { readonly pattern: RegExp; readonly tool: string }[] = [
  { pattern: /(?:^|\/)k6(?:[:@]|$)/, tool: 'k6' },
  { pattern: /(?:^|\/)artillery(?:[:@]|$)/, tool: 'artillery' },
  { pattern: /(?:^|\/)locust(?:[:@]|$)/, tool: 'locust' },
  { pattern: /(?:^|\/)gatling(?:[:@]|$)/, tool: 'gatling' },
  { pattern: /(?:^|\/)jmeter(?:[:@]|$)/, tool: 'jmeter' },
  { pattern: /(?:^|\/)(?:wrk|vegeta|oha|hey|ghz|fortio|autocannon)(?:[:@]|$)/, tool: '' },
];

/** `built`: images that the same step builds, by tag, with the text of their Dockerfile. */
export function loadTestOf(done: Performed, built: ReadonlyMap<string, string> = noImages): LoadRun | null {
  const program = programOf(done.command);
  const args = argumentsOf(done.command);
  if (program === 'docker' || program === 'podman' || program === 'docker-compose' || program === 'nerdctl') return contained(program, args, done, built);
  if (!Object.hasOwn(tools, program)) return null;
  const tool = tools[program];
  return tool?.runs(args, done) === true ? runOf(tool, args, done, (path) => path) : null;
}

function runOf(tool: Tool, args: readonly string[], done: Performed, onHost: (path: string) => string): LoadRun {
  const name = tool.tool === 'maven' ? (args.some((arg) => arg.includes('gatling')) ? 'gatling' : 'jmeter') : tool.tool;
  return {
    tool: name,
    scripts: scriptsIn(tool, args, done).map(onHost),
    results: resultsOf(tool, args, done).map(onHost),
    thresholdsOff: name === 'k6' && hasOption(args, '--no-thresholds') && optionOf(args, '--no-thresholds') !== 'false',
    load: commandLineLoad(name, args, done.variables),
  };
}

const valued =
  /^(?:-[uvdiseotacnxlpPH]|--(?:vus|duration|iterations|stage|env|out|summary-export|tag|config|rps|log-output|log-format|target|environment|output|variables|payload|overrides|host|users|spawn-rate|run-time|csv|html|processes|logfile))$/;

function scriptsIn(tool: Tool, args: readonly string[], done: Performed): readonly string[] {
  if (tool.tool === 'gatling' || tool.tool === 'maven') return simulationsIn(args);
  if (tool.script === undefined) return [];
  const pattern = tool.script;
  if (tool.tool === 'locust') return (optionOf(args, '-f', '--locustfile') ?? tool.fallback ?? '').split(',').filter(Boolean);
  if (tool.tool === 'jmeter') return [optionOf(args, '-t', '--testfile')].filter((each) => each !== undefined);
  const named = args.filter((arg, index) => index > 0 && !arg.startsWith('-') && !valued.test(args[index - 1] ?? '') && (pattern.test(arg) || (tool.tool === 'k6' && /^\$|\$\{?\w+\}?$|\*/.test(arg))));
  const last = named.at(-1);
  if (last !== undefined) return [last];
  const input = done.command.redirects.find((redirect) => redirect.operator === '<');
  return args.includes('-') && input ? [input.target] : [];
}

/** Gatling runs classes: `-Dgatling.simulationClass=harbour.Orders`, `--simulation harbour.Orders`, `gatlingRun-harbour.Orders`, `Gatling/testOnly harbour.Orders`. */
function simulationsIn(args: readonly string[]): readonly string[] {
  const property = args.map((arg) => /^-Dgatling\.simulationClass=(.+)$/.exec(arg)?.[1] ?? /^gatlingRun-(.+)$/.exec(arg)?.[1] ?? /testOnly\s+(\S+)$/.exec(arg)?.[1]).find((each) => each !== undefined);
  const name = property ?? optionOf(args, '--simulation', '-s');
  return name !== undefined && /^[A-Za-z_][\w.]{0,200}$/.test(name) ? [`**/${name.replaceAll('.', '/')}.*`] : [];
}

function resultsOf(tool: Tool, args: readonly string[], done: Performed): readonly string[] {
  const files: string[] = [];
  const named = tool.output === undefined ? undefined : optionOf(args, ...tool.output);
  if (named !== undefined) files.push(named);
  for (const [index, arg] of args.entries()) {
    const out = tool.tool === 'k6' && (arg === '--out' || arg === '-o') ? args[index + 1] : tool.tool === 'k6' && arg.startsWith('--out=') ? arg.slice(6) : undefined;
    const file = /^(?:json|csv)=(.+)$/.exec(out ?? '')?.[1];
    if (file !== undefined) files.push(file);
  }
  const prefix = tool.tool === 'locust' ? optionOf(args, '--csv') : undefined;
  if (prefix !== undefined) files.push(`${prefix}_stats.csv`, `${prefix}_failures.csv`, `${prefix}_stats_history.csv`);
  for (const redirect of done.command.redirects) if (redirect.operator.startsWith('>') && redirect.target !== '/dev/null') files.push(redirect.target);
  return files;
}

/** `docker run -v "$PWD:/scripts" grafana/k6 run /scripts/orders.js`, `docker compose run k6 run …`. */
function contained(program: string, args: readonly string[], done: Performed, built: ReadonlyMap<string, string>): LoadRun | null {
  const composed = program === 'docker-compose' || args[0] === 'compose';
  const verb = args.findIndex((arg) => arg === 'run' || (composed && arg === 'exec'));
  if (verb < 0) return null;
  for (let index = verb + 1; index < args.length; index++) {
    const word = args[index] ?? '';
    if (word.startsWith('-') || (!composed && /^(?:-v|--volume|-e|--env|--network|--name|-w|--workdir|-u|--user)$/.test(args[index - 1] ?? ''))) continue;
    const base = /^FROM\s+(\S+)/im.exec(built.get(word) ?? '')?.[1] ?? word;
    const image = images.find(({ pattern }) => pattern.test(base));
    if (!image) continue;
    const name = image.tool === '' ? (/(\w+)(?:[:@].*)?$/.exec(base)?.[1] ?? '') : image.tool;
    const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
    if (!tool) return null;
    const rest = args.slice(index + 1);
    const own = rest[0] === name ? rest.slice(1) : rest;
    return tool.runs(own, done) || (composed && own.length === 0) ? runOf(tool, own, done, hostPath(args)) : null;
  }
  return null;
}

/** Images that a step builds itself, by tag, with the text of their Dockerfile. */
export function imagesBuilt(performed: readonly Performed[], files: FileIndex): ReadonlyMap<string, string> {
  const built = new Map<string, string>();
  for (const done of performed) {
    const args = argumentsOf(done.command);
    const at = args[0] === 'buildx' ? 1 : 0;
    if (programOf(done.command) !== 'docker' || args[at] !== 'build') continue;
    const tag = optionOf(args, '-t', '--tag');
    const context = args.at(-1) ?? '.';
    const named = optionOf(args, '-f', '--file');
    const path = resolvePath(done.cwd, named ?? `${context}/Dockerfile`);
    const text = path === null ? undefined : files.text(path);
    if (tag !== undefined && text !== undefined) built.set(tag, text);
  }
  return built;
}

function hostPath(args: readonly string[]): (path: string) => string {
  const volumes = args.flatMap((arg, index) => (/^(?:-v|--volume)$/.test(args[index - 1] ?? '') ? [arg] : /^(?:-v|--volume)=/.test(arg) ? [arg.replace(/^[^=]*=/, '')] : []));
  return (path) => {
    for (const volume of volumes) {
      const [host = '', inside = ''] = volume.split(':');
      if (inside.length > 1 && (path === inside || path.startsWith(`${inside.replace(/\/$/, '')}/`))) {
        const from = host.replace(/^(?:\$\{?PWD\}?|\$\(pwd\)|`pwd`|\$\{\{\s*github\.workspace\s*\}\}|\$\{?GITHUB_WORKSPACE\}?)/, '.');
        return `${from.replace(/\/$/, '')}${path.slice(inside.replace(/\/$/, '').length)}`;
      }
    }
    return path;
  };
}
