import type { Node } from 'oxc-parser';
import type { Role } from '@plimsoll/contract';
import type { CodeFact } from '../../../facts/code.ts';
import type { Context } from '../code/context.ts';
import { effortPerQuestion } from '../modules/repository.ts';
import { blockingUses } from './blocking.ts';
import { channelUses } from './channels.ts';
import { clientUses } from './clients.ts';
import { cloudClientUses } from './cloud-clients.ts';
import { connectionUses } from './connections.ts';
import { declaredEntryPoints, entryPointUses } from './entry-points.ts';
import { fanOutUses } from './fan-out.ts';
import { grpcUses } from './grpc.ts';
import { histogramUses } from './histograms.ts';
import { isolationUses } from './isolation.ts';
import { keptStates } from './kept/index.ts';
import { lockHoldUses } from './lock-holds.ts';
import { lockUses } from './locks.ts';
import { poolUses } from './pools.ts';
import { sdkUses } from './sdk.ts';
import { serverUses } from './servers.ts';
import { socketUses } from './sockets.ts';
import { stateUses } from './state.ts';
import { temporaryFileUses } from './temporary-files.ts';
import { uploadUses } from './uploads.ts';
import type { UseOfCall } from './use.ts';
import { wrapperUses } from './wrappers.ts';

const uses: readonly UseOfCall[] = [
  entryPointUses,
  poolUses,
  connectionUses,
  clientUses,
  grpcUses,
  sdkUses,
  cloudClientUses,
  stateUses,
  lockUses,
  isolationUses,
  channelUses,
  wrapperUses,
  blockingUses,
  uploadUses,
  temporaryFileUses,
  socketUses,
  fanOutUses,
  lockHoldUses,
  histogramUses,
  serverUses,
];

/** Everything that the calls of one file use. */
export function usesIn(context: Context, handlers: ReadonlyMap<Node, Role>): readonly CodeFact[] {
  const facts: CodeFact[] = context.calls.flatMap((call) =>
    uses.flatMap((use) => {
      context.repository.effort.left = effortPerQuestion;
      return use(call, context);
    }),
  );
  return [...facts, ...keptStates(context), ...declaredEntryPoints(context, handlers)];
}
