/** What `parseArgs` of Node found wrong, with what would be right; null for every other error. */
export function argumentsErrorOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('ERR_PARSE_ARGS')) return null;
  const option = /'(--?[^'\s]*)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `there is no option ${option} here; --help lists what there is`;
  if (error.message.includes('does not take an argument')) return `${option} takes no value`;
  if (error.message.includes('ambiguous')) return `${option} needs a value; one that begins with a dash is written ${option}=-…`;
  return error.message.includes('argument missing') ? `${option} needs a value` : error.message;
}
