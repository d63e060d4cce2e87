import type { Route } from '../route.ts';

/** By name, as grpc-js makes resolvers and policies itself and hands them text only. */
export const routes: Map<string, Route> = new Map();
export const scheme = 'plimsoll-route';
export const policyName = 'plimsoll_route';
