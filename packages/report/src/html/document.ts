import { createHash } from 'node:crypto';
import { html, trusted } from './markup.ts';
import type { Html } from './markup.ts';

export interface Document {
  readonly title: string;
  readonly style: string;
  readonly brand: Html | string;
  readonly heading: string;
  readonly header: Html; // what stands below the heading: the verdict
  readonly body: Html; // <main>, and what stands before and behind it
  readonly script?: string; // the one that may run, allowed by its hash; `body` holds it where it has to run
}

const mark = trusted(
  '<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><circle cx="16" cy="16" r="10" fill="none" stroke="currentColor" stroke-width="3"/><path d="M1 16h30" stroke="currentColor" stroke-width="3"/></svg>',
);

/**
 * A page that needs nothing beside it: no network, light and dark, fit to print, and without `script` none that runs. Styles and script are allowed by
 * their hash; nothing else is loaded, sent or run, whatever a file name may try.
 */
export function documentOf({ title, style, brand, heading, header, body, script }: Document): string {
  const policy = `default-src 'none'; style-src ${hashOf(style)}; ${script === undefined ? '' : `script-src ${hashOf(script)}; `}base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
<header>
<p class="brand">${mark} ${brand}</p>
<h1>${heading}</h1>
${header}</header>
${body}</body>
</html>
`.markup;
}

/** A script of ours, as it stands in the body; it holds no `</script`. */
export function scriptElement(script: string): Html {
  return trusted(`<script>${script}</script>\n`);
}

/** As a source of a content security policy (w3.org/TR/CSP3, "hash-source"). */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
