export type { CpuCall, CpuOptions, CpuStats, CpuThreads, PiscinaClass } from './threads.ts';
export { cpuThreads } from './threads.ts';
