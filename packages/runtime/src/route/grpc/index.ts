export { connectionAge, grpcRoute } from './channel.ts';
export type { GrpcRoute } from './channel.ts';
