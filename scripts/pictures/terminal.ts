const escapeSequence = new RegExp(`(${String.fromCodePoint(27)}\\[[\\d;]*m)`, 'g');

const colours: Readonly<Record<string, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
  90: '#8b949e',
  91: '#ff7b72',
  92: '#7ee787',
  93: '#e3b341',
  94: '#79c0ff',
  96: '#76e3ea',
};
const width = 860;
const lineHeight = 17;

/** Lines of a terminal, with their escape sequences, as an SVG that GitHub shows. `says` is read where the picture is not seen. */
export function terminalPicture(lines: readonly string[], says: string): string {
  const height = lines.length * lineHeight + 40;
  const body = lines.map((line, index) => `<text x="20" y="${32 + index * lineHeight}" xml:space="preserve">${spans(line)}</text>`).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(says)}">
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#c9d1d9">
${body}
</g>
</svg>
`;
}

export function strip(line: string): string {
  return line.replaceAll(escapeSequence, '');
}

/** Text with the colours and weights of its escape sequences. */
function spans(line: string): string {
  let style = '';
  return line
    .split(escapeSequence)
    .map((part) => {
      const codes = part.startsWith('\u{1b}[') ? part.slice(2, -1) : undefined;
      if (codes === undefined) return part === '' ? '' : `<tspan${style}>${escape(part)}</tspan>`;
      for (const code of codes.split(';')) {
        if (code === '' || code === '0') style = '';
        else if (code === '1') style += ' font-weight="bold"';
        else if (code === '2') style = ' fill="#8b949e"';
        else if (code === '22') style = style.replace(' font-weight="bold"', '').replace(' fill="#8b949e"', '');
        else if (code === '39') style = style.replace(/ fill="[^"]*"/, '');
        else if (colours[code]) style = `${style.replace(/ fill="[^"]*"/, '')} fill="${colours[code]}"`;
      }
      return '';
    })
    .join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
