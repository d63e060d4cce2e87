import type { FileIndex } from '../../reader.ts';
import { programOf } from '../../script/index.ts';
import type { Performed } from '../../script/index.ts';
import { kubernetesDeploy } from './deploy-kubernetes.ts';
import { platformDeploy } from './deploy-platform.ts';
import { terraformDeploy } from './deploy-terraform.ts';

/** What brings a new state of the application to where it runs. */
export interface Deploy {
  readonly tool: string;
  readonly target: string | null; // stack, chart, service, manifest, as written
  readonly cluster: boolean; // goes to the current Kubernetes cluster, which the job may have made for itself
  readonly certainty: 'certain' | 'undecided';
}

export function deployOf(done: Performed, files: FileIndex): Deploy | null {
  return kubernetesDeploy(done, files) ?? terraformDeploy(done, files) ?? platformDeploy(done);
}

const deployScript =
  /^(?:re)?deploy(?:[-_](?!docs?\b|storybook|check|notif|status|preview|report|test|key|info|url|summary|comment|gh-pages|pages|package|npm|maven)[\w-]*)?(?:\.(?:sh|bash|py|js|mjs|ts|rb|ps1))?$/;

/** A script that says it deploys and of which nothing could be recognised. The name alone never makes it certain. */
export function deployByName(done: Performed): Deploy | null {
  const program = programOf(done.command);
  const written = done.command.words[0]?.text ?? '';
  const script = written.includes('/') ? written : (done.command.words.slice(1).find((word) => /\.(?:sh|bash|py|js|mjs|ts|rb|ps1)$/.test(word.text))?.text ?? '');
  const base = script.slice(script.lastIndexOf('/') + 1);
  return program !== 'cat' && program !== 'chmod' && deployScript.test(base) && base !== '' ? { tool: 'script', target: script, cluster: false, certainty: 'undecided' } : null;
}

const madeHere = /^(?:kind create cluster|minikube start|k3d cluster create|microk8s |ctlptl create|k3s server|ct install|talosctl cluster create)/;

/** Makes a cluster on the runner itself: what is then applied is a test environment. */
export function makesCluster(done: Performed): boolean {
  return madeHere.test([programOf(done.command), ...done.command.words.slice(1).map((word) => word.text)].join(' '));
}

export const clusterActions: ReadonlySet<string> = new Set(
  'helm/kind-action engineerd/setup-kind medyagh/setup-minikube manusa/actions-setup-minikube container-tools/kind-action AbsaOSS/k3d-action nolar/setup-k3d-k3s debianmaster/actions-k3s balchua/microk8s-actions jupyterhub/action-k3s-helm insightsengineering/k3d-action tilt-dev/ctlptl-action'
    .toLowerCase()
    .split(' '),
);

const teardowns: readonly { readonly pattern: RegExp; readonly tools: readonly string[] }[] = [
  { pattern: /^azd down/, tools: ['azd'] },
  { pattern: /^(?:terraform|tofu|terragrunt)\b.*\bdestroy\b/, tools: ['terraform', 'terragrunt'] },
  { pattern: /^helm (?:uninstall|delete)/, tools: ['helm', 'kubectl'] },
  { pattern: /^(?:kubectl|oc) delete (?:ns|namespace|project|-f|-k|all)\b/, tools: ['kubectl', 'oc', 'helm', 'skaffold', 'kustomize'] },
  { pattern: /^skaffold delete/, tools: ['skaffold'] },
  { pattern: /^cdk destroy/, tools: ['cdk'] },
  { pattern: /^sam delete/, tools: ['sam'] },
  { pattern: /^(?:serverless|sls|sst) remove/, tools: ['serverless', 'sst'] },
  { pattern: /^pulumi destroy/, tools: ['pulumi'] },
  { pattern: /^az group delete/, tools: ['az', 'azd'] },
];

/** Tools whose deployment this command takes down again. */
export function takesDown(done: Performed): readonly string[] {
  const line = [programOf(done.command), ...done.command.words.slice(1).map((word) => word.text)].join(' ');
  return teardowns.flatMap(({ pattern, tools }) => (pattern.test(line) ? tools : []));
}
