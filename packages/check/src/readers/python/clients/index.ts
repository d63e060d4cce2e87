import type { ClientUse } from '../../../facts/code.ts';
import type { PythonModule } from '../code/types.ts';
import { botoUses } from './boto.ts';
import { grpcUses } from './grpc.ts';
import { httpUses } from './http.ts';
import { requestsUses } from './requests.ts';
import { sdkUses } from './sdks.ts';
import { wrapperUses } from './wrappers.ts';

const readers = [requestsUses, httpUses, botoUses, grpcUses, sdkUses, wrapperUses];

export function clientUses(module: PythonModule): readonly ClientUse[] {
  return module.calls.flatMap((call) => readers.flatMap((read) => read(call)));
}
