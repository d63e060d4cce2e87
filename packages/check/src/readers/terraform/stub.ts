import type { FileIndex } from '../reader.ts';
import type { TerraformReading } from './index.ts';
export function readTerraform(_files: FileIndex): TerraformReading { return { roots: [], unread: [], parsed: 0 }; }
