import type { Role } from '@plimsoll/contract';
import type { Setting } from '../../../facts/setting.ts';
import { argument } from '../code/calls.ts';
import type { PythonCall } from '../code/types.ts';
import { inLoop } from '../code/site.ts';
import { namedChildren } from '../../syntax/index.ts';
import { stringSetting } from '../value/setting.ts';

export interface FrameworkStart {
  readonly role: Role;
  readonly framework: string;
  readonly names: RegExp;
  readonly unless?: (call: PythonCall) => boolean;
}

const notInLoop = (call: PythonCall): boolean => !inLoop(call.node);

/** Calls that make an application, run a server, or begin to consume or to schedule. */
export const constructors: readonly FrameworkStart[] = [
  { role: 'server', framework: 'flask', names: /^flask\.(app\.)?Flask$/ },
  { role: 'server', framework: 'apiflask', names: /^apiflask\.APIFlask$/ },
  { role: 'server', framework: 'fastapi', names: /^fastapi\.(applications\.)?FastAPI$/ },
  { role: 'server', framework: 'starlette', names: /^starlette\.applications\.Starlette$/ },
  { role: 'server', framework: 'quart', names: /^quart\.Quart$/ },
  { role: 'server', framework: 'sanic', names: /^sanic\.Sanic$/ },
  { role: 'server', framework: 'connexion', names: /^connexion\.(App|FlaskApp|AsyncApp|AioHttpApp)$/ },
  { role: 'server', framework: 'falcon', names: /^falcon\.(asgi\.)?(App|API)$/ },
  { role: 'server', framework: 'bottle', names: /^bottle\.(run|Bottle)$/ },
  { role: 'server', framework: 'django', names: /^django\.core\.[wa]sgi\.get_[wa]sgi_application$/ },
  { role: 'server', framework: 'tornado', names: /^tornado\.(web\.Application#listen|httpserver\.HTTPServer#(listen|bind)|web\.Application|httpserver\.HTTPServer)$/ },
  { role: 'server', framework: 'aiohttp', names: /^aiohttp\.web\.(run_app|TCPSite)$/ },
  { role: 'server', framework: 'uvicorn', names: /^uvicorn\.(run|Server)$/ },
  { role: 'server', framework: 'hypercorn', names: /^hypercorn\.(asyncio|trio)\.serve$/ },
  { role: 'server', framework: 'waitress', names: /^waitress\.serve$/ },
  { role: 'server', framework: 'gevent', names: /^gevent\.pywsgi\.WSGIServer$/ },
  { role: 'server', framework: 'grpc', names: /^grpc\.(aio\.)?server$/ },
  { role: 'server', framework: 'http.server', names: /^(http\.server\.(Threading)?HTTPServer|socketserver\.(Threading)?TCPServer|wsgiref\.simple_server\.make_server)$/ },
  { role: 'server', framework: 'gradio', names: /^gradio\..*#launch$/ },
  { role: 'server', framework: 'mcp', names: /(^|\.)FastMCP#run$/ },
  { role: 'consumer', framework: 'celery', names: /^celery\.(app\.)?Celery$/ },
  { role: 'consumer', framework: 'rq', names: /^rq\.(worker\.)?(Simple)?Worker$/ },
  { role: 'consumer', framework: 'arq', names: /^arq\.(worker\.)?(run_worker|Worker)$/ },
  { role: 'consumer', framework: 'kafka', names: /^(kafka\.KafkaConsumer|confluent_kafka\.(\w+\.)?(Deserializing)?(Avro)?Consumer|aiokafka\.AIOKafkaConsumer)$/ },
  { role: 'stream', framework: 'faust', names: /^faust\.App$/ },
  { role: 'consumer', framework: 'rabbitmq', names: /^pika\b.*#(basic_consume|consume)$|#basic_consume$/ },
  { role: 'consumer', framework: 'sqs', names: /^(aio)?boto3\.(client|resource|.*#client|.*#resource).*#receive_messages?$/, unless: notInLoop },
  { role: 'consumer', framework: 'azure-service-bus', names: /^azure\.servicebus\..*#(receive_messages|get_queue_receiver|get_subscription_receiver)$/ },
  { role: 'consumer', framework: 'pubsub', names: /^google\.cloud\.pubsub(_v1)?\.SubscriberClient#subscribe$/ },
  { role: 'consumer', framework: 'redis', names: /^redis\..*#(blpop|brpop|xreadgroup)$/, unless: notInLoop },
  { role: 'scheduler', framework: 'apscheduler', names: /^apscheduler\.schedulers\.\w+\.\w*Scheduler$/ },
  { role: 'scheduler', framework: 'schedule', names: /^schedule\.run_pending$/ },
  { role: 'scheduler', framework: 'celery-beat', names: /^celery\..*#add_periodic_task$/ },
];

/** The queue or topic that a consumer names. */
export function topicOf(call: PythonCall): Setting<string> | null {
  const named = argument(call, 'queue') ?? argument(call, 'QueueUrl') ?? argument(call, 'queue_name') ?? argument(call, 'subscription');
  if (named) return stringSetting(named);
  const first = call.positional[0];
  if (!first || !/(KafkaConsumer|AIOKafkaConsumer|subscribe|Worker)$/.test(call.written)) return null;
  const one = first.type === 'list' ? namedChildren(first)[0] : first;
  return one ? stringSetting(one) : null;
}
