import type { Role } from '@plimsoll/contract';
import type { Container } from '../../facts/index.ts';

const patterns: readonly (readonly [RegExp, Role])[] = [
  [/\bcelery\b(?!.*\bworker\b).*\bbeat\b|\bclock\b|\bscheduler\b|\bcron\b/, 'scheduler'],
  [/\bcelery\b.*\bworker\b|\brq\s+worker\b|\bdramatiq\b|\barq\b|\bsidekiq\b|\bworker(s)?(\.(m?js|ts|py))?\b|\bconsumer(\.(m?js|ts|py))?\b|queue:work/, 'consumer'],
  [/\bgunicorn\b|\buvicorn\b|\bhypercorn\b|\buwsgi\b|\bdaphne\b|\bnpm (run )?start\b|\bflask run\b|\brunserver\b|\bserver\.(m?js|ts|py)\b|\bnext start\b/, 'server'],
  [/\bmigrat(e|ions?)\b|\balembic\b|\bcreatesuperuser\b|\bcollectstatic\b/, 'script'],
];

/** What a command line starts, where its words say so. */
export function commandRole(containers: readonly Container[]): Role | null {
  for (const container of containers) {
    const line = [...(container.command ?? []), ...(container.args ?? [])].join(' ');
    if (line === '') continue;
    for (const [pattern, role] of patterns) if (pattern.test(line)) return role;
  }
  return null;
}
