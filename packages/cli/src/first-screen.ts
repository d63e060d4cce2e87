const rows: readonly (readonly [command: string, does: string])[] = [
  ['plimsoll check', 'hold this folder against the eight design principles'],
  ['plimsoll explain RULE', 'why a finding matters, and what mends it'],
  ['plimsoll report', 'one page: principles, map, findings, budgets'],
  ['plimsoll gate --help', 'judge a load test: its limits, and head against base'],
  ['plimsoll init', 'write down what the system promises, in plimsoll.yml'],
  ['plimsoll tour', 'see a system done wrong, and the same done right'],
];

/** What somebody sees who types the name alone: at most fifteen lines of 80 columns. */
export function firstScreen(colour: boolean): string {
  const strong = (text: string): string => (colour ? `\u{1b}[1m${text}\u{1b}[22m` : text);
  const commands = rows.map(([command, does]) => `  ${strong(command)}${' '.repeat(23 - command.length)}${does}`);
  return `Plimsoll shows how much load a system may carry, why not more, and keeps it so.

${commands.join('\n')}

Begin with ${strong('npx plimsoll check')} in the folder of a repository; it takes seconds.
It executes nothing of it, sends nothing anywhere, and writes to .plimsoll only.

plimsoll doctor says what is seen of a repository; plimsoll --help lists it all.
`;
}
