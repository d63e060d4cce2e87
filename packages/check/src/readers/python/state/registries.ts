import type { StateStore, StateUse } from '../../../facts/code.ts';
import { calleeName, externalBases, madeName } from '../code/external.ts';
import { siteAt, siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import { optionOf } from '../clients/options.ts';
import { sourceOf, textOf } from '../../syntax/index.ts';
import type { Container, ContainerUse } from './containers.ts';
import { containersOf, isWrite, placesOf } from './containers.ts';
import { ofUri } from './limiters.ts';

/** Open connections of users, which only the process that accepted them can write to. */
export function connectionRegistries(module: PythonModule): readonly StateUse[] {
  const { text } = module.tree;
  if (!/websocket|socketio|request\.sid/i.test(text)) return [];
  return [...containersOf(module).flatMap((container) => ofContainer(container)), ...module.calls.flatMap(ofSocketIo)];
}

const fedFromOutside = /\.pubsub\(|\bPubSub\(|\bbroadcaster\b|\bBroadcast\(|\baio_pika\b|\bnats\b|channel_layer|KafkaConsumer|\bpsubscribe\(/;

function ofContainer(container: Container): readonly StateUse[] {
  const writes = container.uses.filter(isWrite);
  const registered = /WebSocket/.test(container.annotation) ? writes.some((use) => use.act === 'add' || use.act === 'set') : writes.some(putsConnection);
  const reads = container.uses.filter((use) => use.act === 'read');
  if (!registered || reads.length === 0) return [];
  // Whoever listens to a broker and writes to the sockets of this process reaches the users of all instances.
  const store: StateStore = { where: 'process', protectsProcessOnly: fedFromOutside.test(container.module.tree.text) };
  return [
    {
      kind: 'state',
      state: 'connection-registry',
      library: container.type,
      site: { ...siteAt(container.value, container.target), lifetime: 'process' },
      store,
      purpose: `open connections in ${container.name.replace('self.', '')}`,
      life: { writes: placesOf(writes), reads: placesOf(reads) },
    },
  ];
}

function putsConnection(use: ContainerUse): boolean {
  if (use.act !== 'add' && use.act !== 'set') return false;
  return [use.value, use.key].some((node) => {
    if (!node) return false;
    if (textOf(node) === 'request.sid') return true;
    if (textOf(node) === 'self') return use.within.inClass !== null && externalBases(use.within.inClass).some((each) => /WebSocket/.test(each));
    return /(^|\.)(WebSocket|WebSocketResponse|WebSocketServerProtocol|ServerConnection)$/.test(madeName(node) ?? '');
  });
}

/** Socket.IO reaches the clients of other processes through a message queue only. */
function ofSocketIo(call: PythonCall): readonly StateUse[] {
  const name = calleeName(call) ?? '';
  const flask = name === 'flask_socketio.SocketIO';
  if (!flask && !/^socketio\.(Async)?Server$/.test(name)) return [];
  const option = optionOf(call, flask ? 'message_queue' : 'client_manager');
  if (flask && call.positional.length === 0 && option.given === 'no' && initialised(call)) return [];
  const store: StateStore =
    option.given === 'no'
      ? { where: 'process', protectsProcessOnly: false }
      : option.given === 'unknown'
        ? { where: 'unknown', reason: 'the message queue may be named in what is spread here' }
        : flask
          ? ofUri(option.value)
          : { where: 'shared', what: 'a message queue' };
  return [
    {
      kind: 'state',
      state: 'connection-registry',
      library: flask ? 'flask-socketio' : 'python-socketio',
      site: { ...siteOf(call), source: sourceOf(call.callee) },
      store,
      purpose: 'clients of Socket.IO and their rooms',
    },
  ];
}

/** `socketio = SocketIO()` here, `socketio.init_app(app, message_queue=…)` in some file of the project. */
function initialised(call: PythonCall): boolean {
  const { files } = call.module.workspace;
  return files.paths.some((path) => path.endsWith('.py') && /\.init_app\([^)]{0,300}message_queue/.test(files.text(path) ?? ''));
}
