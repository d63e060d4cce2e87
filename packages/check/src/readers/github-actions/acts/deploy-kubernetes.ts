import { argumentsOf, hasOption, optionOf, programOf, resolvePath } from '../../script/index.ts';
import type { Performed } from '../../script/index.ts';
import type { FileIndex } from '../../reader.ts';
import type { Deploy } from './deploy.ts';

const valueFlags: ReadonlySet<string> = new Set([
  '-n',
  '--namespace',
  '--context',
  '--kubeconfig',
  '--cluster',
  '--user',
  '-s',
  '--server',
  '--kube-context',
  '-f',
  '--filename',
  '-k',
  '--kustomize',
  '-l',
  '--selector',
  '-o',
  '--output',
  '--timeout',
  '--values',
  '--set',
  '--set-string',
  '--version',
  '--repo',
  '--token',
  '--as',
]);

/** Objects that prepare a cluster and run nothing of the application. */
const preparing: ReadonlySet<string> = new Set(
  'Namespace Secret ServiceAccount Role RoleBinding ClusterRole ClusterRoleBinding CustomResourceDefinition ConfigMap Issuer ClusterIssuer StorageClass PersistentVolume PersistentVolumeClaim NetworkPolicy LimitRange ResourceQuota SealedSecret ExternalSecret SecretStore'.split(
    ' ',
  ),
);

/** Charts of others that come before the application. */
const platformCharts =
  /(?:^|\/)(?:ingress-nginx|nginx-ingress|cert-manager|metrics-server|prometheus|kube-prometheus-stack|grafana|loki|external-dns|external-secrets|cluster-autoscaler|keda|istio-base|istiod|sealed-secrets|argo-cd|argo-rollouts|velero|k6-operator)$/;

export function kubernetesDeploy(done: Performed, files: FileIndex): Deploy | null {
  const program = programOf(done.command);
  const args = argumentsOf(done.command);
  const plain = plainOf(args);
  const [verb, second, third] = plain;
  if (args.some((arg) => /^--dry-run(?:=(?!none)|$)/.test(arg)) || hasOption(args, '--help')) return null;
  switch (program) {
    case 'kubectl':
    case 'oc':
    case 'k':
      return kubectl(program, args, plain, done, files);
    case 'helm':
      if (verb !== 'upgrade' && verb !== 'install') return null;
      return third !== undefined && platformCharts.test(third) ? null : found('helm', hasOption(args, '--generate-name', '-g') ? (second ?? null) : (second ?? third ?? null));
    case 'helmfile':
      return plain.some((word) => word === 'apply' || word === 'sync') ? found('helmfile', optionOf(args, '-f', '--file') ?? null) : null;
    case 'helmsman':
      return hasOption(args, '-apply', '--apply') ? found('helmsman', null) : null;
    case 'skaffold':
      return verb === 'run' || verb === 'deploy' || verb === 'apply' ? found('skaffold', null) : null;
    case 'argocd':
      return verb === 'app' && (second === 'sync' || second === 'set') ? found('argocd', third ?? null) : null;
    case 'kapp':
      return verb === 'deploy' ? found('kapp', optionOf(args, '-a', '--app') ?? null) : null;
    case 'werf':
      return verb === 'converge' ? found('werf', null) : null;
    default:
      return null;
  }
}

function kubectl(program: string, args: readonly string[], plain: readonly string[], done: Performed, files: FileIndex): Deploy | null {
  const tool = program === 'oc' ? 'oc' : 'kubectl';
  const [verb, second, third] = plain[0] === 'argo' && plain[1] === 'rollouts' ? plain.slice(2) : plain;
  if (verb === 'set') return second === 'image' || second === 'env' ? found(tool, third ?? null) : null;
  if (verb === 'rollout') return second === 'restart' || second === 'latest' ? found(tool, third ?? null) : null;
  if (program === 'oc' && verb === 'start-build') return null;
  if (verb !== 'apply' && verb !== 'replace' && verb !== 'create') return null;
  const kustomized = optionOf(args, '-k', '--kustomize');
  if (kustomized !== undefined) return /^https?:/.test(kustomized) ? null : found(tool, kustomized);
  const inputs = args.flatMap((arg, index) =>
    arg === '-f' || arg === '--filename' ? [args[index + 1] ?? ''] : arg.startsWith('--filename=') ? [arg.slice(11)] : /^-f./.test(arg) ? [arg.slice(2)] : [],
  );
  if (inputs.every((input) => /^https?:/.test(input))) return null; // none, or what others publish
  if (inputs.includes('-')) return fromPipe(done) ? found(tool, null) : null;
  const kinds = inputs.flatMap((input) => kindsIn(files.text(resolvePath(done.cwd, input) ?? '') ?? ''));
  if (kinds.length > 0 && kinds.every((kind) => preparing.has(kind))) return null;
  return found(tool, inputs[0] ?? null);
}

/** What comes through the pipe: only what is known to be preparation does not count. */
function fromPipe(done: Performed): boolean {
  const body = done.command.heredoc;
  if (body !== null) {
    const kinds = kindsIn(body);
    return kinds.length === 0 || !kinds.every((kind) => preparing.has(kind));
  }
  const feeder = done.fedBy;
  if (!feeder) return true;
  const [verb, kind] = plainOf(argumentsOf(feeder));
  const program = programOf(feeder);
  if ((program === 'kubectl' || program === 'oc') && verb === 'create') return kind === 'deployment' || kind === 'job' || kind === 'cronjob';
  if (program === 'curl' || program === 'wget') return false;
  return true;
}

function kindsIn(text: string): readonly string[] {
  return [...text.slice(0, 500_000).matchAll(/^\s{0,4}"?kind"?:\s*"?([A-Za-z]+)/gm)].map((match) => match[1] ?? '').filter((kind) => kind !== 'List');
}

function plainOf(args: readonly string[]): readonly string[] {
  return args.filter((arg, index) => !arg.startsWith('-') && !valueFlags.has(args[index - 1] ?? ''));
}

function found(tool: string, target: string | null): Deploy {
  return { tool, target, cluster: true, certainty: 'certain' };
}
