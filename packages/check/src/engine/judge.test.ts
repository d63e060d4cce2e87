import { describe, expect, it } from 'vitest';
import type { UndecidedCause } from '@plimsoll/contract';
import type { AnyRule, Judgement, Subject } from '../model/rule.ts';
import type { System } from '../model/system.ts';
import { judge } from './judge.ts';

/** The engine hands systems on without looking into them; a name is all that this one needs. */
const system = (environment: string): System => ({ environment }) as System;
const kept: Judgement = { state: 'kept', evidence: [] };
const broken: Judgement = { state: 'broken', at: null, message: 'broken', help: '', evidence: [], joins: [] };
const undecided = (cause: UndecidedCause): Judgement => ({
  state: 'undecided',
  at: null,
  message: 'open',
  help: '',
  evidence: [],
  joins: [],
  undecidedBy: [{ cause, missing: 'it', breaksWhen: null }],
});

function rule(id: AnyRule['id'], judgements: Readonly<Record<string, Judgement | ((environment: string) => Judgement)>>): AnyRule {
  return {
    id,
    severity: 'error',
    summary: '',
    controls: [],
    needs: ['code'],
    subjects: () => Object.keys(judgements).map((name) => ({ id: name })),
    judge: (subject: Subject, { environment }: System) => {
      const own = judgements[subject.id] ?? kept;
      return typeof own === 'function' ? own(environment) : own;
    },
  };
}

describe('judging', () => {
  it('counts every subject once, by the worst of its environments', () => {
    const own = rule('dp4/pools', {
      apples: (environment) => (environment === 'prod' ? broken : kept),
      pears: kept,
      plums: (environment) => (environment === 'prod' ? kept : undecided('no-value-given')),
    });
    const { judged, summaries, internalErrors } = judge([own], [system('prod'), system('stage')]);
    expect(internalErrors).toEqual([]);
    expect(summaries).toMatchObject([{ rule: 'dp4/pools', broken: 1, kept: 1, undecided: 1 }]);
    expect(judged.map(({ subject, environment }) => `${subject} ${environment}`).toSorted()).toEqual(['apples prod', 'plums stage']);
  });

  it('tells the causes of what is undecided apart', () => {
    const own = rule('dp3/endpoints', { a: undecided('outside-the-repository'), b: undecided('outside-the-repository'), c: undecided('not-supported-yet'), d: broken });
    expect(judge([own], [system('prod')]).summaries[0]?.undecidedByCause).toEqual({ 'outside-the-repository': 2, 'no-value-given': 0, 'not-supported-yet': 1 });
  });

  it('does not count the cause of what is broken elsewhere', () => {
    const own = rule('dp3/endpoints', { a: (environment) => (environment === 'prod' ? broken : undecided('outside-the-repository')) });
    expect(judge([own], [system('dev'), system('prod')]).summaries).toMatchObject([{ broken: 1, undecided: 0, undecidedByCause: { 'outside-the-repository': 0 } }]);
  });

  it('sums up a rule without subjects as nothing', () => {
    expect(judge([rule('dp4/pools', {})], [system('prod')])).toMatchObject({ judged: [], summaries: [{ broken: 0, kept: 0, undecided: 0 }] });
  });

  it('names a rule that throws and lets the others judge, in every environment', () => {
    const throwing = rule('dp1/profiles', {
      a: (environment) => {
        if (environment === 'stage') throw new Error('the tide is out');
        return broken;
      },
    });
    const { judged, summaries, internalErrors } = judge([throwing, rule('dp4/pools', { a: broken })], [system('prod'), system('stage')]);
    expect(internalErrors).toHaveLength(1);
    expect(internalErrors[0]).toMatch(/^dp1\/profiles in stage: Error: the tide is out/);
    expect(judged.map((entry) => `${entry.rule.id} ${entry.environment}`)).toEqual(['dp1/profiles prod', 'dp4/pools prod', 'dp4/pools stage']);
    expect(summaries.map((entry) => entry.broken)).toEqual([1, 1]);
  });

  it('names a rule whose subjects throw, whatever it throws', () => {
    const throwing: AnyRule = {
      ...rule('dp1/profiles', {}),
      subjects: () => {
        throw 'low water';
      },
    };
    expect(judge([throwing], [system('prod')]).internalErrors).toEqual(['dp1/profiles in prod: low water']);
  });
});

describe('in a sample', () => {
  const readme = { file: 'README.md', line: 3, column: 1, endLine: 3, endColumn: 20 };
  const sample = { environment: 'prod', notForProduction: readme } as System;
  const severityIn = (where: System, own: Pick<AnyRule, 'practice'>, severity?: 'info' | 'warning'): unknown => {
    const found = judge([{ ...rule('dp6/timeouts', { call: { ...broken, ...(severity ? { severity } : {}) } }), ...own }], [where]).judged[0]?.judgement;
    return found?.state === 'broken' ? [found.severity, found.evidence.map(({ file, line }) => `${file}:${line}`)] : found;
  };

  it('a practice that is left out is one step less loud, and the readme says why', () => {
    expect(severityIn(sample, { practice: true })).toEqual(['warning', ['README.md:3']]);
    expect(severityIn(sample, { practice: true }, 'warning')).toEqual(['info', ['README.md:3']]);
    expect(severityIn(sample, { practice: true }, 'info')).toEqual(['info', []]);
  });

  it('numbers that contradict each other bite as anywhere', () => {
    expect(severityIn(sample, {})).toEqual([undefined, []]);
  });

  it('a repository that says nothing of itself is no sample', () => {
    expect(severityIn({ environment: 'prod', notForProduction: null } as System, { practice: true })).toEqual([undefined, []]);
  });
});
