import type { Evidence, Finding, Source } from '@plimsoll/contract';

export const rootId = 'SRCROOT';

export interface ArtifactLocation {
  readonly uri: string;
  readonly uriBaseId: string;
}

export interface SarifLocation {
  readonly id?: number;
  readonly message?: { readonly text: string };
  readonly physicalLocation: { readonly artifactLocation: ArtifactLocation; readonly region?: Region };
}

interface Region {
  readonly startLine: number;
  readonly startColumn?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

export function artifactLocation(file: string): ArtifactLocation {
  return { uri: file.toWellFormed().split('/').map(encodeURIComponent).join('/'), uriBaseId: rootId };
}

export function locationOf(source: Source): SarifLocation {
  const { line, column, endLine, endColumn } = source;
  return { physicalLocation: { artifactLocation: artifactLocation(source.file), region: { startLine: line, startColumn: column, endLine, endColumn } } };
}

/** Evidence with what it says, and the further places; ids so that a viewer can link them. */
export function relatedLocations(finding: Finding): readonly SarifLocation[] {
  const evidence = finding.evidence.map((entry: Evidence) => ({ source: entry, text: entry.says }));
  const places = finding.places.map((source) => ({ source, text: 'the same holds here' }));
  return [...evidence, ...places].map(({ source, text }, index) => ({ id: index + 1, ...locationOf(source), message: messageOf(text) }));
}

/** A SARIF message reads `[text](1)` as a link; names from a repository are no links. */
export function messageOf(text: string): { readonly text: string } {
  return { text: text.replaceAll(/\[([^\][]*)\]\(/g, String.raw`\[$1\](`) };
}
