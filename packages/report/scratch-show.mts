import { readFileSync } from 'node:fs';
import { textReport } from './src/index.ts';
const [name, columns='80', all='', colour=''] = process.argv.slice(2);
const report = JSON.parse(readFileSync(`/tmp/rep/${name}.json`,'utf8'));
process.stdout.write(textReport(report, { columns: Number(columns), colour: colour==='c', all: all==='all', textOf: (f) => { try { return readFileSync(`/work/corpus/${name}/${f}`,'utf8') } catch { return undefined } } }));
