import type { Source } from '@plimsoll/contract';
import { folderOf, sourceKey } from '@plimsoll/contract';
import type { ClientUse } from '../../facts/index.ts';
import { broken, line } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Broken } from '../../model/rule.ts';
import type { Used } from '../../model/system.ts';

const ownFolders = /(?:^|\/)(?:internal|cmd|tools?|scripts?|hack|tests?|e2e|examples?)\//;

/** A constructor that Go exports and that only commands, or nobody here, call: the client is there for others. */
export function isOffered({ use, reach }: Used<ClientUse>): boolean {
  const { source, within } = use.site;
  const timeout = use.timeoutMs.value;
  return (
    use.act === 'client' &&
    use.library === 'net/http' &&
    isKnown(timeout) &&
    timeout.value === Infinity &&
    (reach.path === 'script' || reach.path === 'unreached') &&
    /#New[A-Z]?\w*$/.test(within ?? '') &&
    !ownFolders.test(source.file)
  );
}

/** Nobody here is seen to wait for what goes through it. */
export function isOnlyOffered(uses: readonly Used<ClientUse>[]): boolean {
  return uses.some(isOffered) && !uses.some(({ reach }) => reach.by === 'calls' && (reach.path === 'request' || reach.path === 'worker'));
}

/** Whoever imports the package gets the client as it is made here: nobody of this repository waits, so it is advice. */
export function offered(at: Source, uses: readonly Used<ClientUse>[]): Broken {
  const callee = uses.find(isOffered)?.use.callee ?? 'the client';
  return broken({
    at,
    severity: 'info',
    message: `${callee} waits without limit: no server here makes this client, but whoever imports the package waits with it when the other side stalls`,
    together: {
      key: `offered ${folderOf(at.file)}`,
      name: `${at.line}:${at.column}`,
      many: `clients that ${folderOf(at.file) || 'this package'} offers to those who import it have no timeout: no server here makes one, but whoever does waits with it when the other side stalls`,
    },
    help: 'Give the client a timeout, or take one from whoever makes it.',
    evidence: uses
      .filter(({ use }) => sourceKey(use.site.source) !== sourceKey(at))
      .slice(0, 4)
      .map(({ use }) => line(use.site.source, use.callee)),
  });
}
