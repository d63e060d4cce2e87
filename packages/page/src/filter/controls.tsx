import type { JSX } from 'preact';
import type { FindingData, FindingState, Level, PageData } from '../data.ts';
import { filtered, levels, states, toggled } from './filter.ts';
import type { Filter } from './filter.ts';

interface Props {
  readonly data: PageData;
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

const stateNames: Readonly<Record<FindingState, string>> = { broken: 'broken', undecided: 'undecided', suppressed: 'suppressed' };

/** The choices with how many findings each would show, all others as they are. */
export function Controls({ data, filter, onChange }: Props): JSX.Element {
  const would = (change: Partial<Filter>): number => filtered(data.findings, { ...filter, ...change }).length;
  const has = (is: (finding: FindingData) => boolean): boolean => data.findings.some(is);
  const part = data.parts.find(({ key }) => key === filter.part);
  return (
    <div class="filters">
      <label class="search">
        <span>Search</span>
        <input
          type="search"
          value={filter.words}
          placeholder="rule, file, words"
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onChange({ ...filter, words: event.currentTarget.value })}
        />
      </label>
      <Choices
        name="State"
        values={states.filter((state) => has((finding) => finding.state === state))}
        chosen={filter.states}
        say={(state) => stateNames[state]}
        count={(state) => would({ states: [state] })}
        onChoose={(state) => onChange({ ...filter, states: toggled(filter.states, state) })}
      />
      <Choices
        name="Severity"
        values={levels.filter((level) => has((finding) => finding.state === 'broken' && finding.level === level))}
        chosen={filter.levels}
        say={(level: Level) => level}
        count={(level) => would({ levels: [level] })}
        onChoose={(level) => onChange({ ...filter, levels: toggled(filter.levels, level) })}
      />
      <Choices
        name="Principle"
        values={data.principles.map(({ id }) => id)}
        chosen={filter.principles}
        say={(id) => id}
        count={(id) => would({ principles: [id] })}
        title={(id) => data.principles.find((principle) => principle.id === id)?.title ?? id}
        onChoose={(id) => onChange({ ...filter, principles: toggled(filter.principles, id) })}
      />
      {filter.part === null ? null : (
        <button type="button" class="choice" aria-pressed="true" onClick={() => onChange({ ...filter, part: null })}>
          only {part?.name ?? filter.part} <span aria-hidden="true">×</span>
        </button>
      )}
    </div>
  );
}

interface ChoicesProps<T extends string> {
  readonly name: string;
  readonly values: readonly T[];
  readonly chosen: readonly T[];
  readonly say: (value: T) => string;
  readonly count: (value: T) => number;
  readonly title?: (value: T) => string;
  readonly onChoose: (value: T) => void;
}

function Choices<T extends string>({ name, values, chosen, say, count, title, onChoose }: ChoicesProps<T>): JSX.Element | null {
  if (values.length < 2 && chosen.every((value) => values.includes(value))) return null;
  return (
    <fieldset>
      <legend>{name}</legend>
      {values.map((value) => (
        <button key={value} type="button" class="choice" aria-pressed={chosen.includes(value)} title={title?.(value)} onClick={() => onChoose(value)}>
          {say(value)} <span class="count">{count(value)}</span>
        </button>
      ))}
    </fieldset>
  );
}
