import type { Json } from './plan.ts';

export function textOf(json: Json): string | undefined {
  return typeof json === 'string' ? json : typeof json === 'number' || typeof json === 'boolean' ? String(json) : undefined;
}

export function numberOf(json: Json): number | undefined {
  const number = typeof json === 'number' ? json : typeof json === 'string' && json.trim() !== '' ? Number(json) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

export function flagOf(json: Json): boolean | undefined {
  if (typeof json === 'boolean') return json;
  return json === 'true' || json === 'false' ? json === 'true' : undefined;
}

/** A JSON text is what it holds: container definitions, policies. */
export function structureOf(json: Json): Json {
  if (typeof json !== 'string' || !/^\s*[[{]/.test(json)) return json;
  try {
    return JSON.parse(json) as Json;
  } catch {
    return json; // not JSON after all: it stays a text
  }
}
