import type { Format, FormatName } from './format.ts';

/** A format that is known and not read: the message says why, and what to do instead. */
export function refusal(name: FormatName, recognises: (head: string) => boolean, message: string): Format {
  return {
    name,
    recognises: (_file, head) => recognises(head),
    open: (context) => ({
      write: () => undefined,
      end() {
        context.unread(null, message);
        return null;
      },
    }),
  };
}
