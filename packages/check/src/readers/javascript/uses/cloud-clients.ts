import type { ClientUse } from '../../../facts/code.ts';
import { objectAt } from '../values/object.ts';
import { gap, optionText, textAt } from '../values/setting.ts';
import type { UseOfCall } from './use.ts';

/**
 * Clients of services other than AWS, by what one of its own costs. Libraries whose clients share their connections in one process
 * (stripe, openai, Azure storage) cost nothing per call and stand here in no row.
 */
const shapes: readonly { readonly library: string; readonly symbol: RegExp; readonly cost: string }[] = [
  { library: '@azure/service-bus', symbol: /^@azure\/service-bus\.ServiceBusClient$/, cost: 'a new AMQP connection and a new login' },
  { library: '@azure/event-hubs', symbol: /^@azure\/event-hubs\.EventHub(?:Producer|Consumer|BufferedProducer)Client$/, cost: 'a new AMQP connection and a new login' },
  { library: '@azure/cosmos', symbol: /^@azure\/cosmos\.CosmosClient$/, cost: 'a new client that reads the account first' },
  {
    library: '@azure/identity',
    symbol: /^@azure\/identity\.(?:DefaultAzureCredential|ManagedIdentityCredential|ClientSecretCredential|WorkloadIdentityCredential)$/,
    cost: 'a new login, because tokens are kept per credential',
  },
  {
    library: '@google-cloud',
    symbol:
      /^@google-cloud\/(?:pubsub\.PubSub|firestore\.Firestore|spanner\.Spanner|tasks\.CloudTasksClient|secret-manager\.SecretManagerServiceClient|kms\.KeyManagementServiceClient|vision\.ImageAnnotatorClient|speech\.SpeechClient|logging\.Logging|bigtable\.Bigtable|datastore\.Datastore|recaptcha-enterprise\.RecaptchaEnterpriseServiceClient)$/,
    cost: 'a new gRPC channel and a new login',
  },
  { library: '@google-cloud', symbol: /^@google-cloud\/(?:storage\.Storage|bigquery\.BigQuery)$/, cost: 'a new login, because tokens are kept per client' },
  { library: 'twilio', symbol: /^twilio(?:\.Twilio)?$/, cost: 'a new HTTPS agent with its own connections' },
  { library: '@elastic/elasticsearch', symbol: /^@(?:elastic\/elasticsearch|opensearch-project\/opensearch)\.Client$/, cost: 'a new connection pool' },
  { library: 'kafkajs', symbol: /^kafkajs\.Kafka\(\)\.producer$/, cost: 'new connections to the brokers' },
];

/** Clients of cloud services that own connections or a login. */
export const cloudClientUses: UseOfCall = (call, context) => {
  const shape = shapes.find((candidate) => candidate.symbol.test(call.symbol ?? ''));
  if (!shape || (call.node.type !== 'NewExpression' && shape.library !== 'twilio' && shape.library !== 'kafkajs')) return [];
  const site = context.site(call.node);
  const first = call.argument(0);
  const isText = first !== null && first.node.type !== 'ObjectExpression';
  const unset = { ...call.place, node: call.node };
  const use: ClientUse = {
    kind: 'client',
    protocol: 'sdk',
    library: shape.library,
    act: 'client',
    site,
    callee: call.node.type === 'NewExpression' ? `new ${call.callee}` : call.callee,
    timeoutMs: gap(unset, `the timeouts of ${shape.library} are not read`, `the timeout of ${call.callee}`),
    connectTimeoutMs: null,
    tries: null,
    pooled: true,
    perCallCost: site.lifetime === 'call' ? shape.cost : null,
    target: first === null ? null : isText ? textAt(context.repository, first) : optionText(context.repository, objectAt(context.repository, first), [['endpoint'], ['node']]),
    service: null,
  };
  return [use];
};
