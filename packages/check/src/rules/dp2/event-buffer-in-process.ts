import type { StateUse } from '../../facts/index.ts';
import { broken, keptBy, line } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import { wayTo } from '../../model/reach.ts';
import type { Rule } from '../../model/rule.ts';
import { sayDurationMs } from '../../model/say.ts';
import type { Used } from '../../model/system.ts';

export const eventBufferInProcess: Rule<Used<StateUse>> = {
  id: 'dp2/event-buffer-in-process',
  severity: 'warning', // DP2: what is held in the process is lost at scale-in; a window of seconds, not all state
  summary: 'What was accepted is not held in memory alone until a later flush.',
  controls: ['WAF-PERF-020'],
  needs: ['code'],

  subjects: (system) => system.states.filter(({ use, reach }) => use.state === 'buffer' && (reach.path === 'request' || reach.path === 'worker')),

  judge({ use, reach, owners }) {
    if (use.store.where === 'shared') return keptBy([line(use.site.source, use.store.what)]);
    const every = use.life?.flushedMs?.value;
    const atEnd = use.life?.flushedAtEnd;
    const again = isSetAgain(use) || isReplacedByKey(use);
    return broken({
      at: use.site.source,
      severity: atEnd || again ? 'info' : 'warning', // written out on SIGTERM, only what is killed loses them
      message: `${use.purpose} wait in memory${every && isKnown(every) ? ` for up to ${sayDurationMs(every.value)}` : ''} until they are written: ${atEnd ? 'an ordinary end writes them out first, but an instance that is killed or crashes' : 'an instance that is scaled in, replaced or killed'} takes them with it, although they were accepted${again ? '; only the last one of each key is kept anyway, and the next use sets it again' : ''}`,
      help: again
        ? 'Flush them on SIGTERM.'
        : `Write them to a queue or stream before they are acknowledged; where some loss is accepted, ${atEnd ? '' : 'flush on SIGTERM and '}say so in a decision.`,
      evidence: [...(atEnd ? [line(atEnd, 'written out when the program ends')] : []), ...(use.life?.writes ?? []).slice(0, 3).map((write) => line(write.source, write.says)), ...wayTo(reach)],
      joins: owners.flatMap((owner) => owner.joins),
    });
  },
};

/** When somebody was last seen is written again by the next request; what is lost meanwhile nobody misses. */
function isSetAgain({ purpose }: StateUse): boolean {
  return /last_?(?:seen|used|active|activity|access(?:ed)?|login)/i.test(purpose);
}

const keyed = /(?:\.(?:set|put|Store)\(\s*(?<argument>[^,]+),|\[(?<index>[^\]]+)\]\s*=(?!=))/;
const removal = /\.(?:delete|clear|remove)\(|^delete\b|\bdel\b/;
const oneOfAKind = /(?:\b|_)(?:u?u?id)\b|[a-z]Id\b|nonce|\bnow\b/i;

/** What keeps one entry for each key lets the earlier ones go itself: it holds how things stand, not what happened; unless every entry has a key of its own. */
function isReplacedByKey({ life }: StateUse): boolean {
  const entered = (life?.writes ?? []).filter(({ says }) => !removal.test(says));
  return (
    entered.length > 0 &&
    entered.every(({ says }) => {
      const groups = keyed.exec(says)?.groups;
      const key = groups?.['argument'] ?? groups?.['index'];
      return key !== undefined && !oneOfAKind.test(key);
    })
  );
}
