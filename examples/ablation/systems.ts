import { startBalancer } from '../local/balancer.ts';
import { startMonolith } from '../local/monolith.ts';
import { startPayments } from '../local/payments.ts';
import type { Surroundings } from '../local/surroundings.ts';
import { patchedMonolith } from './patched.ts';
import { variants } from './variants.ts';

/** Something that takes payments at one address. */
export interface RunningSystem {
  readonly url: string;
  readonly surroundings: Surroundings;
  readonly stop: () => Promise<void>;
}

/** Those that load is sent to: as it is, with the fix of one principle each, with all of them. */
export const measured: readonly string[] = ['monolith', ...variants.filter(({ notMeasured }) => notMeasured === null).map(({ id }) => id), 'payments'];

export async function startSystem(id: string): Promise<RunningSystem> {
  if (id === 'payments') {
    const { apis, surroundings, stop } = await startPayments();
    return { url: apis[0]?.url ?? '', surroundings, stop };
  }
  const variant = variants.find((each) => each.id === id);
  if (!variant) {
    const { instances, surroundings, stop } = await startMonolith();
    return { url: instances[0]?.url ?? '', surroundings, stop };
  }
  const begun: { readonly stop: () => Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const each of begun.toReversed()) await each.stop();
  };
  try {
    const copy = await patchedMonolith(variant.patch);
    begun.push(copy);
    const system = await startMonolith({ folder: copy.folder, instances: variant.instances, beside: variant.beside });
    begun.push(system);
    const urls = system.instances.map(({ url }) => url ?? '');
    const [only = ''] = urls;
    if (urls.length === 1) return { url: only, surroundings: system.surroundings, stop };
    const balancer = await startBalancer(urls);
    begun.push(balancer);
    return { url: balancer.url, surroundings: system.surroundings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
