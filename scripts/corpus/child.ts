// Runs `plimsoll check DIR --format json=FILE` in this process and prints the exit code and the peak memory of it.
import { main } from '../../packages/cli/dist/index.js';

const [, , directory = '.', output = 'report.json'] = process.argv;
const exitCode = await main(['check', directory, '--format', `json=${output}`, '--today', '2026-11-23', '--no-cache']);
process.stdout.write(`${JSON.stringify({ exitCode, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`);
