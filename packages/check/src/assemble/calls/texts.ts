import type { Source } from '@plimsoll/contract';
import type { Setting } from '../../facts/index.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { Workload } from '../../model/system.ts';

export interface Text {
  readonly text: string;
  readonly source: Source;
}

/** Every value that a text may take: what the owners' units set for its variables, else what the code says. */
export function textsOf(setting: Setting<string> | null, owners: readonly Workload[]): readonly Text[] {
  if (!setting) return [];
  const set = owners.flatMap((owner) =>
    owner.units.flatMap((unit) =>
      unit.environment.flatMap((entry) => {
        const text = setting.variables.includes(entry.name) ? valueOf(entry.value) : undefined;
        return text === undefined || text === '' ? [] : [{ text, source: entry.source }];
      }),
    ),
  );
  if (set.length > 0) return set;
  return isKnown(setting.value) && setting.value.value !== '' ? [{ text: setting.value.value, source: setting.value.source }] : [];
}

/** `http://orders.shop.svc:8080/x`, `orders:50051` and `dns:///orders:50051` → `orders.shop.svc`, `orders`, `orders`. */
export function hostOf(text: string): string | null {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/{2,3})?(?:[^/@\s]*@)?(\[[0-9a-f:]+\]|[a-z0-9_.-]+)(?::\d+)?(?:[/?#].*)?$/i.exec(text.trim());
  const host = match?.[1]?.toLowerCase();
  return host && /[a-z]/.test(host) ? host : null;
}

/** Names that mean this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === 'host.docker.internal' || /^(?:127\.|0\.0\.0\.0|\[::1\])/.test(host);
}
