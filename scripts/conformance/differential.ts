import { parse } from '@cdktf/hcl2json';
import { parseConfig, type Json } from '@plimsoll/hcl';
import { jsonOf } from './hcl2json.ts';

/**
 * What our parser and the official one (Go, compiled to WebAssembly) say differently of one file: structure, labels, literals and the text
 * of expressions. Both must accept it, or neither. What the converter to JSON refuses behind the parser is not compared.
 */
export async function parsersDiffer(text: string, file: string): Promise<string[]> {
  const { body, diagnostics } = parseConfig(text, file);
  const [problem] = diagnostics;
  const official = await read(text.endsWith('\n') ? text : `${text}\n`, file); // 0.21.0 holds an older HCL, which needs a line end behind a heredoc
  if ('refused' in official) return problem || !official.refused.startsWith('parse config') ? [] : [`the official parser refuses it: ${official.refused}`];
  if (problem) return [`only we refuse it: ${problem.range.start.line}:${problem.range.start.column} ${problem.message}`];
  return differences(jsonOf(body, text), official.json, []).slice(0, 20);
}

async function read(text: string, file: string): Promise<{ readonly json: Json } | { readonly refused: string }> {
  try {
    return { json: (await parse(file, text)) as Json };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

function differences(ours: Json | undefined, official: Json | undefined, path: readonly string[]): string[] {
  if (isObject(ours) && isObject(official)) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(official)]);
    return [...keys].flatMap((key) => differences(ours[key], official[key], [...path, key]));
  }
  if (Array.isArray(ours) && Array.isArray(official) && ours.length === official.length) {
    return ours.flatMap((item: Json, index) => differences(item, official[index] as Json, [...path, String(index)]));
  }
  return JSON.stringify(ours) === JSON.stringify(official) ? [] : [`${path.join('.')}: ${short(ours)} is ${short(official)} officially`];
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function short(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
