import { readFile } from 'node:fs/promises';
import { env as processEnvironment } from 'node:process';

export type Zone = { readonly zone: string; readonly from: string } | { readonly zone: null; readonly because: readonly string[] };

export interface ZoneOptions {
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Variables that are asked in turn; default `PLIMSOLL_ZONE`, `AVAILABILITY_ZONE`, `TOPOLOGY_ZONE`. */
  readonly variables?: readonly string[] | undefined;
  /** A file of the downward API with the labels of the pod, which since Kubernetes 1.33 carry the zone of its node; default `/etc/podinfo/labels`. */
  readonly labelsFile?: string | undefined;
  readonly read?: ((path: string) => Promise<string>) | undefined;
  readonly fetch?: Fetch | undefined;
  /** Which services for instance metadata are asked, all at the same time; default `aws` and `gcp`, and `ecs` where its variable is set. */
  readonly metadata?: readonly ('aws' | 'gcp')[] | undefined;
  /** For all of them together; default 500 ms. Off a cloud their address leads nowhere. */
  readonly timeoutMs?: number | undefined;
}

type Fetch = typeof globalThis.fetch;

const label = 'topology.kubernetes.io/zone';
const plausible = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/**
 * The zone this process runs in: from the environment, the pod's labels, the task metadata of ECS, the instance metadata of AWS (IMDSv2) or Google
 * Cloud, in this order. What is not found is null with the reasons; then a route goes to all zones alike.
 */
export async function currentZone(options: ZoneOptions = {}): Promise<Zone> {
  const { env = processEnvironment, variables = ['PLIMSOLL_ZONE', 'AVAILABILITY_ZONE', 'TOPOLOGY_ZONE'], labelsFile = '/etc/podinfo/labels', metadata = ['aws', 'gcp'], timeoutMs = 500 } = options;
  const because: string[] = [];
  for (const variable of variables) {
    const zone = env[variable]?.trim();
    if (zone !== undefined && plausible.test(zone)) return { zone, from: `environment variable ${variable}` };
    because.push(zone === undefined || zone === '' ? `${variable} is not set` : `${variable} is no name of a zone`);
  }
  try {
    const text = await (options.read ?? ((path) => readFile(path, 'utf8')))(labelsFile);
    const zone = zoneAmong(text);
    if (zone !== null) return { zone, from: labelsFile };
    because.push(`${labelsFile} has no ${label}`);
  } catch {
    because.push(`${labelsFile} cannot be read`);
  }
  const get = options.fetch ?? globalThis.fetch;
  const signal = AbortSignal.timeout(timeoutMs);
  const task = env['ECS_CONTAINER_METADATA_URI_V4'];
  const questions: readonly (readonly [string, () => Promise<string>])[] = [
    ...(task === undefined ? [] : [['task metadata of ECS', () => ofEcs(get, task, signal)] as const]),
    ...(metadata.includes('aws') ? [['instance metadata of AWS', () => ofAws(get, signal)] as const] : []),
    ...(metadata.includes('gcp') ? [['instance metadata of Google Cloud', () => ofGcp(get, signal)] as const] : []),
  ];
  const answers = await Promise.allSettled(questions.map(([, ask]) => ask()));
  for (const [index, answer] of answers.entries()) {
    const from = questions[index]?.[0] ?? '';
    const zone = answer.status === 'fulfilled' ? answer.value.trim() : '';
    if (plausible.test(zone)) return { zone, from };
    because.push(`${from} ${answer.status === 'fulfilled' ? 'names no zone' : 'does not answer'}`);
  }
  return { zone: null, because };
}

/** Lines such as `topology.kubernetes.io/zone="eu-central-1a"`, or a file with the zone alone. */
function zoneAmong(text: string): string | null {
  const lines = text.slice(0, 65_536).split('\n');
  const labelled = lines.find((line) => line.startsWith(`${label}=`))?.slice(label.length + 1);
  const zone = (labelled ?? (lines.filter((line) => line.trim() !== '').length === 1 ? lines[0] : undefined))?.trim().replace(/^"|"$/g, '');
  return zone !== undefined && plausible.test(zone) ? zone : null;
}

async function text(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.text()).slice(0, 65_536);
}

async function ofEcs(get: Fetch, address: string, signal: AbortSignal): Promise<string> {
  const task: unknown = JSON.parse(await text(await get(`${address}/task`, { signal })));
  return typeof task === 'object' && task !== null && 'AvailabilityZone' in task ? String(task.AvailabilityZone) : '';
}

async function ofAws(get: Fetch, signal: AbortSignal): Promise<string> {
  const base = 'http://169.254.169.254/latest';
  const token = await text(await get(`${base}/api/token`, { method: 'PUT', headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' }, signal }));
  return text(await get(`${base}/meta-data/placement/availability-zone`, { headers: { 'x-aws-ec2-metadata-token': token }, signal }));
}

/** `projects/123/zones/europe-west3-a` */
async function ofGcp(get: Fetch, signal: AbortSignal): Promise<string> {
  const zone = await text(await get('http://metadata.google.internal/computeMetadata/v1/instance/zone', { headers: { 'metadata-flavor': 'Google' }, signal }));
  return zone.trim().split('/').at(-1) ?? '';
}
