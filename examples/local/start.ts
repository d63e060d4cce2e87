// node examples/local/start.ts payments|monolith
// One of the example systems on this machine, until Ctrl-C. Nothing needs to be installed, and nothing stays behind.
import { systems } from './systems.ts';

const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve());
});

const name = process.argv[2];
if (name === 'payments' || name === 'monolith') await run(name);
else {
  console.error(`usage: node examples/local/start.ts ${Object.keys(systems).join('|')}`);
  process.exitCode = 2;
}

async function run(system: keyof typeof systems): Promise<void> {
  const { url, says, stop } = await systems[system]((line) => console.log(line));
  const lines = [
    ...says.map(([part, on]) => `  ${part.padEnd(10)} ${on}`),
    '',
    `  curl ${url}/payments -H 'content-type: application/json' -d '{"reference":"first","amount":1250}'`,
    '',
    '  Ctrl-C stops everything.',
  ];
  console.log(lines.join('\n'));
  await interrupted;
  await stop();
}
