import type { JSX } from 'preact';
import type { FrameData } from '../data.ts';

/** The lines of one file, the place of the finding marked. */
export function Frame({ place, lines }: FrameData): JSX.Element {
  return (
    <figure>
      <figcaption>{place}</figcaption>
      <pre tabIndex={0}>
        {lines.map(({ number, before, mark, after, says }) => (
          <span class="line" key={number}>
            <span class="n">{number}</span>
            {before}
            {mark === '' ? null : <mark>{mark}</mark>}
            {after}
            {says === '' ? null : <span class="says">{`   ← ${says}`}</span>}
          </span>
        ))}
      </pre>
    </figure>
  );
}
