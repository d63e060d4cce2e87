import { certaintyOf, environmentName } from './name.ts';

/** Folders whose children are environments. */
const collectsEnvironments: ReadonlySet<string> = new Set(
  'overlays overlay environments environment envs env vars tfvars values stages workspaces inventories group_vars clusters accounts'.split(' '),
);

/** Folders that hold infrastructure: below them `dev/` is an environment and not a folder of developer tools. */
const holdsInfrastructure: ReadonlySet<string> = new Set(
  'k8s kubernetes kustomize manifests manifest deploy deployment deployments openshift .openshift helm charts chart terraform tf infra infrastructure iac stacks live gitops argocd compose docker ansible config configs'.split(
    ' ',
  ),
);

/** File names whose last word says the environment: `values-production.yaml`, `compose.prod.yaml`, `.env.test`, `application-dev.yml`. */
const takesEnvironment: ReadonlySet<string> = new Set(
  'values compose docker-compose terraform kustomization config application bootstrap env dockerfile containerfile manifest vars variables appsettings procfile parameters params settings'.split(' '),
);

const fileEndings = /\.(?:ya?ml|json|tfvars|tfbackend|auto|hcl|tf|env|properties|toml|ini|conf|example|sample|dist|template|tpl|s3|gcs|bicepparam|dockerfile|containerfile)$/i;
const pathLengthMax = 4096; // no file system holds a longer one, and the cost below grows with the square
const environmentOnlyFile = /\.(?:tfvars|tfbackend|env|bicepparam)(?:\.|$)/i;

/**
 * The environment that a path says: the file name first, then its folders from the inside out. `overlays/prod/x.yaml`,
 * `values-production.yaml`, `compose.prod.yaml`, `prod.tfvars` → prod; `src/test/compose.yaml`, `live-chat.yaml` → null.
 */
export function environmentOfPath(path: string): string | null {
  if (path.length > pathLengthMax) return null;
  const parts = path.split('/');
  const file = parts.pop() ?? '';
  return environmentOfFile(file, parts) ?? environmentOfFolders(parts);
}

function environmentOfFile(file: string, folders: readonly string[]): string | null {
  const stem = withoutEndings(file);
  const whole = stem.replace(/^\./, '');
  if (certaintyOf(whole) !== null && (environmentOnlyFile.test(file) || countsAsFolder(whole, folders))) return environmentName(whole);

  const first = whole.split('.')[0] ?? '';
  if (first !== whole && certaintyOf(first) !== null && (environmentOnlyFile.test(file) || certaintyOf(first) === 'certain')) return environmentName(first);

  const leading = /^(.+)[_.-](?:vars|variables|values|config|parameters|params|env|settings)$/i.exec(whole)?.[1];
  if (leading !== undefined && environmentName(leading) !== null) return environmentName(leading);

  const split = splitLastWord(whole);
  if (split === null) return null;
  const sure = certaintyOf(split.last) !== 'ambiguous' && split.last.toLowerCase() !== 'stage';
  return sure || takesEnvironment.has(split.before.toLowerCase()) ? environmentName(split.last) : null;
}

function environmentOfFolders(folders: readonly string[]): string | null {
  for (let index = folders.length - 1; index >= 0; index--) {
    const folder = folders[index] ?? '';
    if (countsAsFolder(folder, folders.slice(0, index))) return environmentName(folder);
  }
  return null;
}

function countsAsFolder(word: string, above: readonly string[]): boolean {
  const certainty = certaintyOf(word);
  if (certainty === null) return false;
  if (certainty === 'certain') return true;
  const parent = above.at(-1)?.toLowerCase() ?? '';
  if (collectsEnvironments.has(parent)) return true;
  return certainty === 'likely' && above.some((folder) => holdsInfrastructure.has(folder.toLowerCase()) || collectsEnvironments.has(folder.toLowerCase()));
}

function withoutEndings(file: string): string {
  let stem = file;
  for (;;) {
    const shorter = stem.replace(fileEndings, '');
    if (shorter === stem || shorter === '') return stem;
    stem = shorter;
  }
}

/** The longest environment word at the end (`non-prod` before `prod`) and what stands before it. */
function splitLastWord(stem: string): { before: string; last: string } | null {
  for (const pattern of [/^(.*)[_.-]((?:pre|non)-?prod(?:uction)?)$/i, /^(.*)[_.-]([a-z0-9]+)$/i]) {
    const match = pattern.exec(stem);
    if (match?.[2] !== undefined && environmentName(match[2]) !== null) return { before: match[1] ?? '', last: match[2] };
  }
  return null;
}
