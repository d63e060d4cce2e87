export type { RecordedObjective, Recording, RecordingSource } from './record.ts';
export { publicAddress } from './record.ts';
export type { RecordingResult } from './read.ts';
export { readRecording } from './read.ts';
export { recordingText } from './print.ts';
export { recordingJsonSchema } from './shapes.ts';
