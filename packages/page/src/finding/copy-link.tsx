import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const saidMs = 2000;

/** Puts an address of this page where it can be pasted. */
export function CopyLink({ hash, children }: { readonly hash: string; readonly children: string }): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), saidMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (): void => {
    const address = `${location.href.replace(/#.*$/s, '')}${hash}`;
    // Refused where the page has no focus or the browser asks first; the address bar has the address then.
    navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => location.assign(hash),
    );
  };
  return (
    <button type="button" class="choice copy" onClick={copy}>
      <span aria-live="polite">{isCopied ? 'copied' : children}</span>
    </button>
  );
}
