import type { JSX } from 'preact';
import type { FindingData } from '../data.ts';
import { CopyLink } from './copy-link.tsx';
import { Frame } from './frame.tsx';

const signs = { error: '✗', warning: '!', info: 'i' } as const;

interface Props {
  readonly finding: FindingData;
  readonly nameOf: (part: string) => string;
  readonly isOpen: boolean;
  readonly onToggle: (id: string, isOpen: boolean) => void;
}

/** A finding: what is, in the line that is always seen; what led there and what to do, inside. */
export function Finding({ finding, nameOf, isOpen, onToggle }: Props): JSX.Element {
  const { id, level, state, message, where, rule, environments } = finding;
  return (
    <details id={`f-${id}`} open={isOpen} onToggle={(event) => onToggle(id, event.currentTarget.open)}>
      <summary>
        {state === 'undecided' ? <span class="state undecided">? undecided</span> : <span class={`state ${state === 'suppressed' ? 'quiet' : level}`}>{`${signs[level]} ${level}`}</span>}{' '}
        <span class="says">
          {message}
          <span class="where">
            {where} <span class="rule">{[rule, environments].filter((part) => part !== '').join(' · ')}</span>
          </span>
        </span>
      </summary>
      {isOpen ? <Inside finding={finding} nameOf={nameOf} /> : null}
    </details>
  );
}

/** Made when it is opened: of thousands of findings a reader opens a few. */
function Inside({ finding, nameOf }: Pick<Props, 'finding' | 'nameOf'>): JSX.Element {
  const { id, frames, framesLeftOut, places, morePlaces, missing, joins, help, also, suppressed, parts } = finding;
  return (
    <div class="inside">
      {frames.map((frame) => (
        <Frame key={frame.place} {...frame} />
      ))}
      {framesLeftOut ? <p class="quiet">The lines are left out here for want of room; plimsoll check shows them.</p> : null}
      {places.length === 0 ? null : (
        <>
          <p>and in {places.length + morePlaces === 1 ? '1 more place' : `${places.length + morePlaces} more places`}:</p>
          <ul class="plain">
            {places.map((place) => (
              <li key={place}>
                <code>{place}</code>
              </li>
            ))}
            {morePlaces > 0 ? <li>and {morePlaces} more</li> : null}
          </ul>
        </>
      )}
      <dl>
        {rows('Missing', missing)}
        {rows('Joined', joins)}
        {rows('Help', help === '' ? [] : [help])}
        {rows('Also', also)}
        {rows('Suppressed', suppressed === '' ? [] : [suppressed])}
        {parts.length === 0 ? null : (
          <>
            <dt>Concerns</dt>
            <dd>
              {parts.map((part, index) => (
                <span key={part}>
                  {index > 0 ? ', ' : ''}
                  <a href={`#${part}`}>{nameOf(part)}</a>
                </span>
              ))}
            </dd>
          </>
        )}
        <dt>Link</dt>
        <dd>
          <a href={`#f-${id}`}>
            <code>#f-{id}</code>
          </a>{' '}
          <CopyLink hash={`#f-${id}`}>copy link</CopyLink>
        </dd>
      </dl>
    </div>
  );
}

function rows(name: string, texts: readonly string[]): JSX.Element | null {
  if (texts.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      {texts.map((text) => (
        <dd key={text}>{text}</dd>
      ))}
    </>
  );
}
