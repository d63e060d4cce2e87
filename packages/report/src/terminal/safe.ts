/*
 * Names, messages and code lines come from the scanned repository. A terminal must never act on them: control characters could
 * rewrite what was printed, and direction marks can make a line read as something it is not.
 */

const unsafe = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g; // oxlint-disable-line no-control-regex

/** Every character that a terminal could act on is replaced by one that only shows itself; the length stays. */
export function safe(text: string): string {
  return text.replaceAll(unsafe, shown);
}

function shown(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code); // the control pictures: ␀ to ␟
  return code === 0x7f ? '␡' : '�';
}
