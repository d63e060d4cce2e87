import { connectivityState, experimental, Metadata, status } from '@grpc/grpc-js';
import type { ChannelOptions } from '@grpc/grpc-js';
import type { Balancer, Outcome, Picked } from '../balance/balancer.ts';
import { endpointKey } from '../endpoints/endpoint.ts';
import { policyName, routes } from './registry.ts';

/** Ends that are the server's doing, or that of the way to it; others are answers. */
const failures: ReadonlySet<number> = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.INTERNAL, status.UNKNOWN, status.RESOURCE_EXHAUSTED]);

function outcomeOf(code: status): Outcome {
  return code === status.CANCELLED ? 'cancelled' : failures.has(code) ? 'failed' : 'succeeded';
}

// Classes, as grpc-js makes instances itself and tells configurations apart by them.
class RoutePolicyConfig implements experimental.TypedLoadBalancingConfig {
  readonly route: string;

  constructor(route: string) {
    this.route = route;
  }

  getLoadBalancerName(): string {
    return policyName;
  }

  toJsonObject(): object {
    return { [policyName]: { route: this.route } };
  }

  static createFromJson(config: unknown): RoutePolicyConfig {
    const route = typeof config === 'object' && config !== null && 'route' in config ? config.route : undefined;
    if (typeof route !== 'string') throw new Error(`${policyName} needs the name of a route`);
    return new RoutePolicyConfig(route);
  }
}

/** Keeps a connection to every endpoint and lets the balancer choose for each call. What stays on an update keeps its connection. */
class RoutePolicy implements experimental.LoadBalancer {
  readonly #helper: experimental.ChannelControlHelper;
  readonly #leaves = new Map<string, experimental.LeafLoadBalancer>();
  #balancer: Balancer | null = null;
  #updating = false;
  #ended = false;
  #lastError = '';

  constructor(helper: experimental.ChannelControlHelper) {
    this.#helper = experimental.createChildChannelControlHelper(helper, {
      updateState: (state, _picker, message) => {
        if (message !== null) this.#lastError = message;
        if (state === connectivityState.IDLE || state === connectivityState.TRANSIENT_FAILURE) helper.requestReresolution();
        this.#tell();
      },
    });
    this.#parent = helper;
  }
  readonly #parent: experimental.ChannelControlHelper;

  updateAddressList(list: experimental.StatusOr<experimental.Endpoint[]>, config: experimental.TypedLoadBalancingConfig, options: ChannelOptions, note: string): boolean {
    if (!(config instanceof RoutePolicyConfig)) return false;
    this.#balancer = routes.get(config.route)?.balancer ?? this.#balancer;
    if (!list.ok) {
      this.#lastError = list.error.details;
      if (this.#leaves.size === 0) this.#unavailable();
      return true;
    }
    const found = new Map(list.value.flatMap((endpoint) => keysOf(endpoint).map((key) => [key, endpoint] as const)));
    this.#updating = true; // one state for all that follows
    for (const [key, leaf] of this.#leaves) {
      if (found.has(key)) continue;
      leaf.destroy();
      this.#leaves.delete(key);
    }
    for (const [key, endpoint] of found) {
      if (this.#leaves.has(key)) continue;
      const leaf = new experimental.LeafLoadBalancer(endpoint, this.#helper, options, note);
      this.#leaves.set(key, leaf);
      leaf.startConnecting();
    }
    this.#updating = false;
    this.#tell();
    return true;
  }

  #tell(): void {
    if (this.#updating || this.#ended) return;
    const states = [...this.#leaves].map(([key, leaf]) => ({ key, leaf, state: leaf.getConnectivityState() }));
    for (const { key, leaf, state } of states) {
      this.#balancer?.connected(key, state === connectivityState.READY);
      if (state === connectivityState.IDLE) leaf.exitIdle();
    }
    const ready = new Map(states.flatMap(({ key, leaf, state }) => (state === connectivityState.READY ? [[key, leaf] as const] : [])));
    if (ready.size > 0 && this.#balancer) {
      const waiting = new Set(states.flatMap(({ key, state }) => (state === connectivityState.READY ? [] : [key])));
      return this.#parent.updateState(connectivityState.READY, pickerOf(this.#balancer, ready, waiting), null);
    }
    if (states.some(({ state }) => state === connectivityState.CONNECTING || state === connectivityState.IDLE)) {
      return this.#parent.updateState(connectivityState.CONNECTING, new experimental.QueuePicker(this), null);
    }
    return this.#unavailable();
  }

  #unavailable(): void {
    const details = this.#lastError === '' ? 'no endpoint is known' : this.#lastError;
    this.#parent.updateState(connectivityState.TRANSIENT_FAILURE, new experimental.UnavailablePicker({ code: status.UNAVAILABLE, details, metadata: new Metadata() }), details);
  }

  exitIdle(): void {
    for (const leaf of this.#leaves.values()) leaf.exitIdle();
  }

  resetBackoff(): void {}

  destroy(): void {
    this.#ended = true;
    for (const [key, leaf] of this.#leaves) {
      leaf.destroy();
      this.#balancer?.connected(key, true); // not known any more, which is no reason to leave it out
    }
    this.#leaves.clear();
  }

  getTypeName(): string {
    return policyName;
  }
}

function keysOf({ addresses }: experimental.Endpoint): readonly string[] {
  return addresses.flatMap((address) => ('host' in address ? [endpointKey(address)] : []));
}

function pickerOf(balancer: Balancer, ready: ReadonlyMap<string, experimental.LeafLoadBalancer>, waiting: Set<string>): experimental.Picker {
  /** What the balancer knows and this channel has no connection to: in a panic health is not looked at, and an update comes to the balancer first. */
  const pickReady = (): Picked | null => {
    for (;;) {
      const picked = balancer.pick(undefined, waiting);
      if (!picked || ready.has(picked.key)) return picked;
      picked.end('cancelled');
      if (waiting.has(picked.key)) return null;
      waiting.add(picked.key);
    }
  };
  return {
    pick(call) {
      const picked = pickReady();
      const result = picked && ready.get(picked.key)?.getPicker().pick(call);
      if (!picked || !result || result.pickResultType !== experimental.PickResultType.COMPLETE || !result.subchannel) {
        picked?.end('cancelled');
        return result ?? { pickResultType: experimental.PickResultType.QUEUE, subchannel: null, status: null, onCallStarted: null, onCallEnded: null };
      }
      return {
        ...result,
        onCallEnded(code, details, metadata) {
          picked.end(outcomeOf(code));
          result.onCallEnded?.(code, details, metadata);
        },
      };
    },
  };
}

export function registerPolicy(): void {
  experimental.registerLoadBalancerType(policyName, RoutePolicy, RoutePolicyConfig);
}
