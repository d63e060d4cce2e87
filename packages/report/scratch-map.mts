import { analyse } from '@plimsoll/check';
import { diskFiles } from '../cli/src/disk/file-index.ts';
import { mapText, mapJson, mapMermaid } from './src/index.ts';
const [name, columns='80', format='text'] = process.argv.slice(2);
const a = await analyse(diskFiles('/work/corpus/'+name), '2026-11-23');
process.stdout.write(format==='text'? mapText(a.systems, {columns: Number(columns), colour:false}) : format==='json' ? mapJson(a.systems) : mapMermaid(a.systems));
