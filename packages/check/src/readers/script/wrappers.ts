import type { Word } from './command.ts';

export interface Unwrapped {
  readonly words: readonly Word[];
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
}

/** Programs that only start another one: how many words to drop from the front, or null when the rest is no command. */
const wrappers: Readonly<Record<string, (words: readonly string[]) => number | null>> = {
  sudo: (words) => 1 + flags(words, 1, ['-u', '-g', '-h', '-p', '-C', '-D']),
  doas: (words) => 1 + flags(words, 1, ['-u']),
  env: (words) => 1 + flags(words, 1, ['-u', '-C', '-S']),
  exec: () => 1,
  nohup: () => 1,
  command: (words) => (words[1]?.startsWith('-') === true ? null : 1),
  time: (words) => 1 + flags(words, 1, ['-f', '-o']),
  nice: (words) => 1 + flags(words, 1, ['-n']),
  stdbuf: (words) => 1 + flags(words, 1, []),
  timeout: (words) => 2 + flags(words, 1, ['-k', '-s', '--signal', '--kill-after']),
  gtimeout: (words) => 2 + flags(words, 1, ['-k', '-s']),
  xargs: (words) => 1 + flags(words, 1, ['-I', '-n', '-P', '-L', '-d']),
  npx: (words) => 1 + flags(words, 1, ['-p', '--package', '-c', '--call']),
  bunx: (words) => 1 + flags(words, 1, []),
  uvx: (words) => 1 + flags(words, 1, ['--from', '--with']),
  dotenv: (words) => 1 + flags(words, 1, ['-e', '-f', '-v']),
  doppler: (words) => afterDashes(words),
  op: (words) => afterDashes(words),
  'aws-vault': (words) => afterDashes(words),
  chamber: (words) => afterDashes(words),
  'with-contenv': () => 1,
  pnpm: (words) => (words[1] === 'exec' || words[1] === 'dlx' ? 2 : null),
  yarn: (words) => (words[1] === 'dlx' || words[1] === 'exec' ? 2 : null),
  npm: (words) => (words[1] === 'exec' ? 2 + flags(words, 2, ['-p', '--package', '-w']) : null),
  poetry: (words) => (words[1] === 'run' ? 2 : null),
  pipenv: (words) => (words[1] === 'run' ? 2 : null),
  pdm: (words) => (words[1] === 'run' ? 2 : null),
  hatch: (words) => (words[1] === 'run' ? 2 : null),
  pipx: (words) => (words[1] === 'run' ? 2 : null),
  uv: (words) => (words[1] === 'run' ? 2 + flags(words, 2, ['--with', '--group', '--extra', '--project', '--directory', '-p', '--python']) : null),
  bundle: (words) => (words[1] === 'exec' ? 2 : null),
  python: pythonModule,
  python3: pythonModule,
};

const layersMax = 6;

export function unwrap(words: readonly Word[]): Unwrapped {
  const assignments: { name: string; value: string }[] = [];
  let rest = words;
  for (let layer = 0; layer < layersMax; layer++) {
    for (let match = /^([A-Za-z_]\w*)=([^]*)$/.exec(rest[0]?.text ?? ''); match && layer > 0; match = /^([A-Za-z_]\w*)=([^]*)$/.exec(rest[0]?.text ?? '')) {
      assignments.push({ name: match[1] ?? '', value: match[2] ?? '' });
      rest = rest.slice(1);
    }
    const program = rest[0]?.text.split('/').pop() ?? '';
    if (!Object.hasOwn(wrappers, program)) break;
    const drop = wrappers[program]?.(rest.slice(0, 24).map((word) => word.text)) ?? null;
    if (drop === null || drop >= rest.length) break;
    rest = rest.slice(drop);
  }
  return { words: rest, assignments };
}

/** Number of leading options from `from` on, with the values of those that take one. */
function flags(words: readonly string[], from: number, withValue: readonly string[]): number {
  let at = from;
  while (words[at]?.startsWith('-') === true) {
    if (words[at] === '--') return at + 1 - from;
    at += withValue.includes(words[at] ?? '') ? 2 : 1;
  }
  return at - from;
}

function afterDashes(words: readonly string[]): number | null {
  const at = words.indexOf('--');
  return at > 0 ? at + 1 : null;
}

function pythonModule(words: readonly string[]): number | null {
  return words[1] === '-m' && words[2] !== undefined ? 2 : null;
}
