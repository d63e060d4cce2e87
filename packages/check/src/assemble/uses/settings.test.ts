import { describe, expect, it } from 'vitest';
import type { Source } from '@plimsoll/contract';
import type { EnvironmentEntry, Setting } from '../../facts/index.ts';
import { byDefault, stated, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Unit, Workload } from '../../model/system.ts';
import { applyConfiguration } from './settings.ts';

const at = (file: string, line = 1): Source => ({ file, line, column: 1, endLine: line, endColumn: 2 });
const inCode = (value = 10): Known<number> => stated(value, at('src/db.ts', 4), `DB_POOL_MAX ?? ${value}`);
const setting = (rest: Partial<Setting<number>> = {}): Setting<number> => ({ value: inCode(), variables: ['DB_POOL_MAX'], ...rest });
const entry = (value: string | null, file = 'compose.yaml', name = 'DB_POOL_MAX'): EnvironmentEntry => ({
  name,
  value: value === null ? unknown('it is a secret', { cause: 'outside-the-repository', what: `the secret behind ${name}` }) : stated(value, at(file), `${name}: ${value}`),
  reference: null,
  source: at(file),
});
/** Only what configuration is read from; the rest of a unit does not matter here. */
const unit = (environment: readonly EnvironmentEntry[], rest: Partial<Unit> = {}): Unit => ({ name: 'orders', environment, environmentComplete: true, local: false, ...rest }) as Unit;
const owner = (...units: readonly Unit[]): readonly Workload[] => [{ units } as unknown as Workload];

describe('configuration into code', () => {
  it('is what the unit sets, with the line of the code that reads it', () => {
    const value = applyConfiguration(setting(), owner(unit([entry('25')])));
    expect(value).toMatchObject({ value: 25, basis: 'stated', source: { file: 'compose.yaml' }, says: 'DB_POOL_MAX=25' });
    expect(value.from?.map((fact) => fact.source.file)).toEqual(['src/db.ts']);
  });

  it('is the code where no unit sets it', () => {
    expect(applyConfiguration(setting(), owner(unit([entry('fast', 'compose.yaml', 'MODE')])))).toMatchObject({ value: 10, source: { file: 'src/db.ts' } });
    expect(applyConfiguration(setting(), [])).toMatchObject({ value: 10 });
  });

  it('is the code where it reads no variable, whatever is set', () => {
    expect(applyConfiguration(setting({ variables: [] }), owner(unit([entry('25')])))).toMatchObject({ value: 10 });
  });

  it('is the largest where units disagree', () => {
    expect(applyConfiguration(setting(), owner(unit([entry('5', 'a.yaml')]), unit([entry('40', 'b.yaml')]), unit([entry('12', 'c.yaml')])))).toMatchObject({ value: 40, source: { file: 'b.yaml' } });
  });

  it('takes any of several variables', () => {
    expect(applyConfiguration(setting({ variables: ['POOL', 'DB_POOL_MAX'] }), owner(unit([entry('25')])))).toMatchObject({ value: 25 });
  });

  it('counts in the unit of the code', () => {
    expect(applyConfiguration(setting({ value: inCode(5000), variables: ['TIMEOUT_S'], scale: 1000 }), owner(unit([entry('3', 'compose.yaml', 'TIMEOUT_S')])))).toMatchObject({
      value: 3000,
      says: 'TIMEOUT_S=3',
    });
  });

  it('is not a number where somebody set a word', () => {
    expect(applyConfiguration(setting(), owner(unit([entry('many')])))).toMatchObject({ value: 10 });
  });

  it('is not known where it comes from a secret', () => {
    expect(applyConfiguration(setting(), owner(unit([entry(null)])))).toMatchObject({
      reason: 'DB_POOL_MAX is set by orders, but its value is not known here',
      needs: { what: 'the secret behind DB_POOL_MAX' },
    });
  });

  it('does not wait for the secrets of a developer', () => {
    expect(applyConfiguration(setting(), owner(unit([entry(null)], { local: true })))).toMatchObject({ value: 10 });
  });

  it('is a guess where the unit takes variables from outside', () => {
    const value = applyConfiguration(setting(), owner(unit([], { environmentComplete: false })));
    expect(value).toMatchObject({ reason: 'DB_POOL_MAX may be set from outside this repository', needs: { cause: 'outside-the-repository', what: 'DB_POOL_MAX of orders' } });
    expect(value.from).toMatchObject([{ value: 10 }]);
  });

  it('is no guess where the unit sets it all the same, or only developers take more', () => {
    expect(applyConfiguration(setting(), owner(unit([entry('25')], { environmentComplete: false })))).toMatchObject({ value: 25 });
    expect(applyConfiguration(setting(), owner(unit([], { environmentComplete: false, local: true })))).toMatchObject({ value: 10 });
  });

  it('leaves the default of a library, and what is not known, as they are', () => {
    const standard = byDefault(10, at('src/db.ts'), 'new Pool() without max', 'pg 8');
    expect(applyConfiguration(setting({ value: standard }), owner(unit([], { environmentComplete: false })))).toBe(standard);
    const open = unknown('the code gives no default', { cause: 'no-value-given', what: 'DB_POOL_MAX' });
    expect(applyConfiguration(setting({ value: open }), owner(unit([])))).toBe(open);
    expect(applyConfiguration(setting({ value: open }), owner(unit([entry('25')])))).toMatchObject({ value: 25 });
  });
});
