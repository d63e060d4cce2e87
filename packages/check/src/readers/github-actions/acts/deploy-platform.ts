import { argumentsOf, hasOption, optionOf, programOf } from '../../script/index.ts';
import type { Performed } from '../../script/index.ts';
import type { Deploy } from './deploy.ts';

interface Entry {
  readonly program: string;
  readonly verbs: readonly string[]; // leading words, `|` between alternatives; one of them is enough
  readonly target?: readonly string[]; // options that name what is deployed; '#n' is the n-th word
  readonly tool?: string;
  readonly not?: RegExp;
}

const entries: readonly Entry[] = [
  { program: 'cf', verbs: ['push', 'v3-push', 'v3-zdt-push', 'deploy', 'blue-green-deploy', 'bg-deploy'], target: ['#1'] },
  { program: 'cf7', verbs: ['push'], target: ['#1'], tool: 'cf' },
  { program: 'cf8', verbs: ['push'], target: ['#1'], tool: 'cf' },
  {
    program: 'aws',
    verbs: ['ecs update-service', 'ecs deploy', 'ecs create-service'],
    target: ['--service', '--service-name'],
    tool: 'ecs',
    not: /--desired-count(?!.*--(?:force-new-deployment|task-definition))/,
  },
  { program: 'aws', verbs: ['lambda update-function-code', 'lambda publish-version', 'lambda update-alias'], target: ['--function-name'], tool: 'lambda' },
  {
    program: 'aws',
    verbs: ['cloudformation deploy', 'cloudformation create-stack', 'cloudformation update-stack', 'cloudformation execute-change-set'],
    target: ['--stack-name'],
    tool: 'cloudformation',
  },
  { program: 'aws', verbs: ['deploy create-deployment'], target: ['--application-name'], tool: 'codedeploy' },
  { program: 'aws', verbs: ['elasticbeanstalk update-environment'], target: ['--environment-name'], tool: 'elasticbeanstalk' },
  { program: 'aws', verbs: ['apprunner start-deployment', 'apprunner update-service'], target: ['--service-arn'], tool: 'apprunner' },
  { program: 'aws', verbs: ['autoscaling start-instance-refresh'], target: ['--auto-scaling-group-name'], tool: 'autoscaling' },
  { program: 'aws', verbs: ['amplify start-deployment', 'amplify start-job'], target: ['--app-id'], tool: 'amplify' },
  { program: 'ecs-deploy', verbs: [''], target: ['-n', '--service-name'], tool: 'ecs' },
  { program: 'ecs', verbs: ['deploy'], target: ['#2'] },
  { program: 'sam', verbs: ['deploy', 'sync'], target: ['--stack-name'] },
  { program: 'samlocal', verbs: [] },
  { program: 'cdk', verbs: ['deploy'], target: ['#1'] },
  { program: 'cdktf', verbs: ['deploy'], target: ['#1'] },
  { program: 'rain', verbs: ['deploy'], target: ['#2'] },
  { program: 'copilot', verbs: ['deploy', 'svc deploy', 'job deploy'], target: ['--name', '-n'] },
  { program: 'eb', verbs: ['deploy'], target: ['#1'], tool: 'elasticbeanstalk' },
  { program: 'serverless', verbs: ['deploy'], target: ['--service'] },
  { program: 'sls', verbs: ['deploy'], tool: 'serverless' },
  { program: 'sst', verbs: ['deploy'] },
  { program: 'pulumi', verbs: ['up', 'update'], target: ['--stack', '-s'] },
  { program: 'azd', verbs: ['up', 'deploy', 'provision'], target: ['#1'] },
  {
    program: 'az',
    verbs: [
      'webapp up',
      'webapp deploy',
      'webapp deployment',
      'webapp config container set',
      'webapp create',
      'webapp restart',
      'containerapp up',
      'containerapp update',
      'containerapp create',
      'functionapp deployment',
      'functionapp deploy',
      'deployment group create',
      'deployment sub create',
      'spring app deploy',
      'container create',
      'staticwebapp deploy',
    ],
    target: ['--name', '-n'],
    not: /deployment (?:list|user|slot list|source show|show)/,
  },
  {
    program: 'gcloud',
    verbs: [
      'run deploy',
      'run services update',
      'run services replace',
      'run jobs deploy',
      'run jobs update',
      'app deploy',
      'functions deploy',
      'deploy releases create',
      'deploy releases promote',
      'compute instance-groups managed rolling-action',
    ],
    target: ['#2'],
  },
  { program: 'flyctl', verbs: ['deploy'], target: ['--app', '-a'] },
  { program: 'fly', verbs: ['deploy'], target: ['--app', '-a'], tool: 'flyctl' },
  { program: 'wrangler', verbs: ['deploy', 'publish', 'pages deploy', 'pages publish'], target: ['--name', '--project-name'] },
  { program: 'netlify', verbs: ['deploy'], target: ['--site'] },
  { program: 'firebase', verbs: ['deploy'], target: ['--project', '-P'] },
  { program: 'heroku', verbs: ['container:release', 'builds:create', 'pipelines:promote'], target: ['--app', '-a'] },
  { program: 'git', verbs: ['push heroku', 'push dokku'], tool: 'heroku' },
  { program: 'railway', verbs: ['up'], target: ['--service', '-s'] },
  { program: 'render', verbs: ['deploys create'], target: ['#2'] },
  { program: 'kamal', verbs: ['deploy', 'redeploy'], target: ['-d', '--destination'] },
  { program: 'docker', verbs: ['stack deploy', 'service update'], target: ['-c', '--compose-file', '#2'] },
  { program: 'nomad', verbs: ['run', 'job run', 'job dispatch'], target: ['#2'] },
  { program: 'waypoint', verbs: ['up', 'deploy'] },
  { program: 'databricks', verbs: ['bundle deploy'] },
  { program: 'ansible-playbook', verbs: [], target: [] },
];

const byProgram = Map.groupBy(entries, (entry) => entry.program);

export function platformDeploy(done: Performed): Deploy | null {
  const { command } = done;
  const program = programOf(command);
  const args = argumentsOf(command);
  if (program === 'aws' && /localhost|127\.0\.0\.1|localstack/.test(optionOf(args, '--endpoint-url') ?? '')) return null;
  if (program === 'aws' && leading(args)[0] === 's3') return s3(args, command.text);
  if (program === 'vercel') return vercel(args);
  if (program === 'ansible-playbook') return playbook(args);
  if (program === 'ssh') return remote(args);
  if (program === 'rsync' || program === 'scp') return copied(program, args);
  if (hasOption(args, '--dry-run', '--help', '--dryrun', '--no-execute-changeset')) return null;
  for (const entry of byProgram.get(program) ?? []) {
    const words = leading(args);
    const line = words.join(' ');
    const verb = entry.verbs.find((each) => each === '' || line === each || line.startsWith(`${each} `));
    if (verb === undefined || entry.not?.test(args.join(' ')) === true) continue;
    const names = entry.target ?? [];
    const option = optionOf(args, ...names.filter((name) => name.startsWith('-')));
    const place = names.find((name) => name.startsWith('#'));
    return sure(entry.tool ?? program, option ?? (place === undefined ? null : (words[Number(place.slice(1))] ?? null)));
  }
  return null;
}

/** Words before the first value of an option: `gcloud --quiet beta run deploy orders` → run deploy orders. */
function leading(args: readonly string[]): readonly string[] {
  const valued = /^(?:--(?:profile|region|project|output|query|endpoint-url|cli-binary-format|stack|cwd|config|org|app|name|env|environment|stage|service|cluster|resource-group)|-[gnsapceCP])$/;
  return args.filter((arg, index) => !arg.startsWith('-') && !valued.test(args[index - 1] ?? '') && arg !== 'beta' && arg !== 'alpha');
}

const notTheSite = /\b(?:backups?|coverage|reports?|artifacts?|logs?|test-results|docs?|documentation|storybook|cache|screenshots)\b/i;

/** A folder of built files that goes to a bucket is a frontend's deployment; a copy of single files or under a version is not. */
function s3(args: readonly string[], text: string): Deploy | null {
  const [, verb, from, to] = leading(args);
  if (from === undefined || to === undefined || from.startsWith('s3:') || !to.startsWith('s3:')) return null;
  const folder = verb === 'sync' || (verb === 'cp' && hasOption(args, '--recursive') && /(?:^|\/)(?:dist|build|out|public|www|site|_site|\.next)(?:\/|$)/.test(from));
  if (!folder || notTheSite.test(`${from} ${to}`) || hasOption(args, '--dryrun') || /\/v?\$\{?[\w.{ }]*version|\/v\d/i.test(to) || notTheSite.test(text)) return null;
  return sure('s3', to);
}

function vercel(args: readonly string[]): Deploy | null {
  const verb = leading(args)[0];
  const deploys = verb === undefined || verb === 'deploy' || verb === 'promote' || verb === 'redeploy' || verb.startsWith('.') || hasOption(args, '--prod', '--prebuilt');
  return deploys && !hasOption(args, '--version', '-v') ? sure('vercel', null) : null;
}

function playbook(args: readonly string[]): Deploy | null {
  const book = args.find((arg) => /\.ya?ml$/.test(arg));
  if (book === undefined || hasOption(args, '--check', '--syntax-check', '--list-tasks')) return null;
  return { tool: 'ansible', target: book, cluster: false, certainty: /deploy|release|site/i.test(book) ? 'certain' : 'undecided' };
}

const startsService =
  /\bdocker(?:[ -]compose| compose)?\b.*\b(?:up|pull|run|restart|stack deploy)\b|\bsystemctl\b.*\brestart\b|\bpm2\b.*\b(?:reload|restart|start|deploy)\b|\bkubectl\b.*\b(?:apply|set image|rollout restart)\b|\bhelm\b.*\bupgrade\b|\bgit pull\b|\bsupervisorctl\b.*\brestart\b/;

/** What a command sent to another machine starts there. */
export function remoteScript(script: string): boolean {
  return script.split('\n', 500).some((line) => line.length < 5_000 && startsService.test(line));
}

function remote(args: readonly string[]): Deploy | null {
  return remoteScript(args.join(' ')) ? sure('ssh', null) : null;
}

function copied(program: string, args: readonly string[]): Deploy | null {
  const paths = args.filter((arg) => !arg.startsWith('-'));
  const to = paths.at(-1) ?? '';
  const sent = /^(?:[\w.${}-]+@)?[\w.${}\s-]+:[^:]/.test(to) && paths.slice(0, -1).some((path) => /(?:^|\/)(?:dist|build|out|public|www|target|app)(?:\/|$)/.test(path));
  return sent && !notTheSite.test(paths.join(' ')) ? sure(program, to) : null;
}

function sure(tool: string, target: string | null): Deploy {
  return { tool, target, cluster: false, certainty: 'certain' };
}
