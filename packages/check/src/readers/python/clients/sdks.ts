import type { ClientUse } from '../../../facts/code.ts';
import { calleeName } from '../code/external.ts';
import type { PythonCall } from '../code/types.ts';
import { clientDefaults } from '../defaults.ts';
import type { Default } from '../value/setting.ts';
import { unknownSetting } from '../value/setting.ts';
import { clientUse } from './client.ts';
import { optionOf } from './options.ts';
import { timeoutsOf } from './timeout.ts';

interface Sdk {
  readonly names: RegExp;
  readonly library: string;
  readonly perCallCost: string;
  readonly timeout: Default<number> | null; // null: each call has its own
}

const sdks: readonly Sdk[] = [
  { names: /^google\.cloud\.[\w.]*\b([A-Z]\w*)?Client$/, library: 'google-cloud', perCallCost: 'a new connection and new credentials', timeout: null },
  { names: /^azure\.[\w.]+\.[A-Z]\w*Client(\.from_connection_string)?$/, library: 'azure-sdk', perCallCost: 'a new connection pool', timeout: null },
  { names: /^openai\.(Async)?(Azure)?OpenAI$/, library: 'openai', perCallCost: 'a new connection pool', timeout: clientDefaults.openai },
  { names: /^anthropic\.(Async)?Anthropic$/, library: 'anthropic', perCallCost: 'a new connection pool', timeout: clientDefaults.openai },
];

/** Clients of cloud and model providers; boto3 has a file of its own. */
export function sdkUses(call: PythonCall): readonly ClientUse[] {
  const name = calleeName(call);
  const sdk = name === null ? undefined : sdks.find((each) => each.names.test(name));
  if (!sdk || name === null) return [];
  const timeouts = sdk.timeout
    ? timeoutsOf(optionOf(call, 'timeout'), call, sdk.timeout)
    : {
        timeoutMs: unknownSetting<number>(call.callee, `each method of ${sdk.library} has a timeout of its own`, `the timeout of the method that is called on ${call.written}`),
        connectTimeoutMs: null,
      };
  const service = sdk.timeout ? null : serviceOf(name);
  return [clientUse(call, { protocol: 'sdk', library: sdk.library, act: 'client', pooled: true, perCallCost: sdk.perCallCost }, timeouts, { service })];
}

/** 'google.cloud.pubsub_v1.PublisherClient' is pubsub, 'azure.storage.blob.BlobServiceClient' is storage.blob. */
function serviceOf(name: string): string {
  const parts = name.split('.').filter((part) => /^[a-z]/.test(part) && !/^(google|cloud|azure|aio|from_connection_string)$/.test(part));
  return parts.join('.').replace(/_v\d+\w*/, '');
}
