import { directoryStatements } from './directory.ts';

export interface Statements {
  readonly put: (key: string, text: string) => Promise<void>;
}

/** A bucket where its name is given, else a directory. */
export const statements: Statements = process.env.STATEMENTS_BUCKET ? (await import('./s3.ts')).s3Statements() : directoryStatements(process.env.OBJECTS_DIRECTORY ?? 'objects');
