import type { UsesStep } from '../workflow/steps.ts';
import type { Deploy } from './deploy.ts';
import { remoteScript } from './deploy-platform.ts';

interface Entry {
  readonly tool: string;
  readonly target?: readonly string[]; // inputs that name what is deployed
  readonly when?: readonly [input: string, pattern: RegExp]; // only with this input
  readonly cluster?: true;
}

const actions: Readonly<Record<string, Entry>> = {
  'aws-actions/amazon-ecs-deploy-task-definition': { tool: 'ecs', target: ['service', 'task-definition'] },
  'aws-actions/amazon-ecs-deploy-express-service': { tool: 'ecs', target: ['service-name'] },
  'aws-actions/aws-cloudformation-github-deploy': { tool: 'cloudformation', target: ['name'] },
  'aws-actions/aws-lambda-deploy': { tool: 'lambda', target: ['function-name'] },
  'aws-actions/aws-codebuild-run-build': { tool: 'codebuild', when: ['project-name', /deploy/i], target: ['project-name'] },
  'appleboy/lambda-action': { tool: 'lambda', target: ['function_name'] },
  'einaregilsson/beanstalk-deploy': { tool: 'elasticbeanstalk', target: ['application_name'] },
  'jakejarvis/s3-sync-action': { tool: 's3' },
  'reggionick/s3-deploy': { tool: 's3', target: ['bucket'] },
  'azure/webapps-deploy': { tool: 'az', target: ['app-name'] },
  'azure/functions-action': { tool: 'az', target: ['app-name'] },
  'azure/container-apps-deploy-action': { tool: 'az', target: ['containerAppName'] },
  'azure/arm-deploy': { tool: 'az', target: ['template'] },
  'azure/bicep-deploy': { tool: 'az', target: ['template-file'] },
  'azure/static-web-apps-deploy': { tool: 'az', target: ['app_location'] },
  'azure/spring-apps-deploy': { tool: 'az', target: ['app-name'] },
  'azure/k8s-deploy': { tool: 'kubectl', target: ['manifests'], cluster: true },
  'google-github-actions/deploy-cloudrun': { tool: 'gcloud', target: ['service', 'job'] },
  'google-github-actions/deploy-appengine': { tool: 'gcloud', target: ['deliverables'] },
  'google-github-actions/deploy-cloud-functions': { tool: 'gcloud', target: ['name'] },
  'google-github-actions/create-cloud-deploy-release': { tool: 'gcloud', target: ['name'] },
  'superfly/flyctl-actions': { tool: 'flyctl', when: ['args', /\bdeploy\b/] },
  'akhileshns/heroku-deploy': { tool: 'heroku', target: ['heroku_app_name'] },
  'cloudflare/wrangler-action': { tool: 'wrangler' },
  'cloudflare/pages-action': { tool: 'wrangler', target: ['projectName'] },
  'amondnet/vercel-action': { tool: 'vercel' },
  'nwtgck/actions-netlify': { tool: 'netlify' },
  'firebaseextended/action-hosting-deploy': { tool: 'firebase', target: ['projectId'] },
  'digitalocean/app_action': { tool: 'doctl', target: ['app_name'] },
  'digitalocean/app_action/deploy': { tool: 'doctl', target: ['app_name'] },
  'cloud-gov/cg-cli-tools': { tool: 'cf', when: ['cf_command', /^\s*"?(?:push|deploy|v3)/] },
  'serverless/github-action': { tool: 'serverless', when: ['args', /\bdeploy\b/] },
  'pulumi/actions': { tool: 'pulumi', when: ['command', /^(?:up|update)$/], target: ['stack-name'] },
  'dflook/terraform-apply': { tool: 'terraform', target: ['path'] },
  'deliverybot/helm': { tool: 'helm', target: ['release'], cluster: true },
  'bitovi/github-actions-deploy-docker-to-ec2': { tool: 'ec2' },
  'caprover/deploy-from-github': { tool: 'caprover', target: ['app'] },
  'dokku/github-action': { tool: 'dokku' },
  'johnbeynon/render-deploy-action': { tool: 'render', target: ['service-id'] },
  'actions-hub/kubectl': { tool: 'kubectl', when: ['args', /\b(?:apply|set image|rollout restart)\b/], cluster: true },
  'steebchen/kubectl': { tool: 'kubectl', when: ['args', /\b(?:apply|set image|rollout restart)\b/], cluster: true },
  'appleboy/ssh-action': { tool: 'ssh', when: ['script', /./] },
};

const byName: ReadonlyMap<string, Entry> = new Map(Object.entries(actions));
const platforms =
  /openshift|kubernetes|k8s|eks|aks|gke|ecs|lambda|cloud-?run|app-?engine|azure|aws|gcp|heroku|render|railway|cloudflare|netlify|vercel|helm|nomad|rancher|argo-?cd|flux|beanstalk|cloud-?foundry|ec2|docker-swarm/i;
const noDeployment = /pages|docs?\b|deployment-(?:status|action)|deployments$|deploy-key|preview-url|wait|setup|comment|notif|status|webhook/i;
const credentials = /configure-aws-credentials|azure\/login|google-github-actions\/auth|oc-login|k8s-set-context|aks-set-context/i;

/** What an action deploys. Names say it only together with a platform; alone they leave it undecided. */
export function deployByAction(step: UsesStep, jobActions: readonly string[]): Deploy | null {
  const name = step.action.toLowerCase();
  const given = (input: string): string => step.given.get(input)?.text ?? '';
  const entry = byName.get(name);
  if (entry) {
    if (entry.when && !entry.when[1].test(given(entry.when[0]))) return null;
    if (entry.tool === 'ssh' && !remoteScript(given('script'))) return null;
    const target = entry.target?.map(given).find((text) => text !== '') ?? null;
    return { tool: entry.tool, target, cluster: entry.cluster ?? false, certainty: 'certain' };
  }
  if (name.startsWith('actions/') || name.startsWith('docker:') || noDeployment.test(name)) return null;
  if (/deploy/.test(name))
    return {
      tool: step.action,
      target: ['file', 'service', 'app', 'chart', 'release', 'name'].map(given).find((text) => text !== '') ?? null,
      cluster: false,
      certainty: platforms.test(name) ? 'certain' : 'undecided',
    };
  const saysSo = /^deploy\b(?!.*\b(?:docs?|storybook|preview|pages)\b)/i.test(step.name ?? '');
  const external = !/^(?:actions|github|docker|hashicorp)\//.test(name);
  return saysSo && external && jobActions.some((each) => credentials.test(each)) ? { tool: step.action, target: null, cluster: false, certainty: 'undecided' } : null;
}
