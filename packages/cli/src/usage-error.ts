/** Wrong arguments or configuration: shown without a stack, exit code 2. */
export class UsageError extends Error {}
