import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Which of a checkout's files are Terraform, Kubernetes manifests, charts, workflows, compose files or Dockerfiles; paths as given. */
export function infrastructureFiles(folder: string, paths: readonly string[]): readonly string[] {
  const charts = paths.filter((path) => basename(path) === 'Chart.yaml').map((path) => dirname(path));
  return paths.filter((path) => isByName(path) || charts.some((chart) => isOfChart(path, chart)) || (/\.ya?ml$/.test(path) && isByText(readFileSync(join(folder, path), 'utf8'))));
}

function isByName(path: string): boolean {
  return (
    /\.(?:tf|tfvars)(?:\.json)?$|\.hcl$|^\.github\/workflows\/[^/]+\.ya?ml$/.test(path) || /^(?:Dockerfile(?:\..+)?|.+\.[Dd]ockerfile|(?:docker-)?compose(?:[.-].+)?\.ya?ml)$/.test(basename(path))
  );
}

function isOfChart(path: string, chart: string): boolean {
  return (chart === '.' || path.startsWith(`${chart}/`)) && /\.(?:ya?ml|tpl)$/.test(path);
}

/** Manifests and kustomizations have both keys at the left margin, compose files of any name have services with an image or a build. */
function isByText(text: string): boolean {
  return (/^apiVersion:/m.test(text) && /^kind:/m.test(text)) || (/^services:/m.test(text) && /^ +(?:image|build):/m.test(text));
}

/** A folder that holds these files of a checkout and nothing else, at the same paths. */
export function copyOf(folder: string, paths: readonly string[]): string {
  const target = mkdtempSync(join(tmpdir(), 'plimsoll-infrastructure-'));
  for (const path of paths) cpSync(join(folder, path), join(target, path));
  return target;
}
