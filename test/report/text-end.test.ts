import type { Finding } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { finding, harbour, placeIn, report } from './report-fixture.ts';
import { body } from './shown.ts';

describe('what is undecided', () => {
  const undecided: readonly Finding[] = [
    finding({
      state: 'undecided',
      rule: 'dp4/pool-size-not-set',
      message: 'the size of this pool is not known',
      location: placeIn(harbour, 'services/orders/src/db.ts', '20'),
      undecidedBy: [{ cause: 'no-value-given', missing: 'a value for DB_POOL_MAX', breaksWhen: 'nothing sets it' }],
    }),
    finding({
      state: 'undecided',
      message: 'whether the pools fit is not known',
      location: placeIn(harbour, 'infra/database.tf', '"db.t3.micro"'),
      places: [placeIn(harbour, 'infra/prod.tfvars', 'max_size')],
      undecidedBy: [
        { cause: 'outside-the-repository', missing: 'max_connections of orders-db', breaksWhen: 'it is below 800' },
        { cause: 'no-value-given', missing: 'the number of instances', breaksWhen: null },
      ],
    }),
    finding({
      state: 'undecided',
      rule: 'dp6/http-call-without-timeout',
      principle: 'DP6',
      message: 'whether fetch has a timeout is not known',
      undecidedBy: [{ cause: 'not-supported-yet', missing: 'what init holds', breaksWhen: null }],
    }),
  ];

  it('says in short what is missing and when it would break', () => {
    expect(body(report(undecided), harbour)).toMatchInlineSnapshot(`
      "── Undecided: a value is missing ───────────────────────────────── 3 judgements

      Why: 1 outside the repository, 1 no value given, 1 not supported yet. --all
      shows each with its lines.

      ? dp4/pool-size-not-set
        services/orders/src/db.ts:4:8
          no value given: a value for DB_POOL_MAX; breaks when nothing sets it

      ? dp4/pool-exceeds-max-connections
        infra/database.tf:2:20 and 1 more place
          outside the repository: max_connections of orders-db and 1 more value;
          breaks when it is below 800

      ? dp6/http-call-without-timeout
        dependency:orders-db
          not supported yet: what init holds

      ✓ Holds: nothing broken · 3 undecided
        exit 0: no errors (--fail-on error)
      "
    `);
  });

  it('shows the lines with --all', () => {
    expect(body(report(undecided.slice(0, 2)), harbour, { all: true })).toMatchInlineSnapshot(`
      "── Undecided: a value is missing ───────────────────────────────── 2 judgements

      Why: 1 outside the repository, 1 no value given.

      ? undecided dp4/pool-size-not-set
        the size of this pool is not known
          services/orders/src/db.ts:4:8
          4 │   max: 20,
            │        ^^
        missing  no value given: a value for DB_POOL_MAX
        breaks   when nothing sets it
        help     Lower the pools by 703 in total, or put a connection pooler in front
                 of orders-db.

      ? undecided dp4/pool-exceeds-max-connections
        whether the pools fit is not known
          infra/database.tf:2:20
          2 │   instance_class = "db.t3.micro"
            │                    ^^^^^^^^^^^^^
        and in 1 more place
          infra/prod.tfvars:2:1
        missing  outside the repository: max_connections of orders-db
        missing  no value given: the number of instances
        breaks   when it is below 800
        help     Lower the pools by 703 in total, or put a connection pooler in front
                 of orders-db.

      ✓ Holds: nothing broken · 2 undecided
        exit 0: no errors (--fail-on error)
      "
    `);
  });
});

describe('the end', () => {
  const unread = Array.from({ length: 8 }, (_, index) => ({
    file: `charts/ship-${index}.yaml`,
    line: index === 0 ? null : index,
    message: 'is not a mapping; the services below it were not analysed',
  }));

  it('counts what could not be read and shows the first', () => {
    expect(body(report([], { unread }))).toMatchInlineSnapshot(`
      "── Unread: what could not be understood ────────────────────────────── 8 places

        charts/ship-0.yaml (and 7 more places) is not a mapping; the services below it
            were not analysed

      ✓ Holds: nothing broken · 8 unread
        exit 0: no errors (--fail-on error)
      "
    `);
    expect(body(report([], { unread }), {}, { all: true })).toContain('ship-7');
  });

  it('is loud about our own bugs', () => {
    expect(body(report([], { internalErrors: ['dp4/pool-size-not-set in prod: TypeError: pool is undefined\n    at judge (rule.js:4:2)\n    at run (judge.js:9:9)'] }))).toMatchInlineSnapshot(`
      "1 BUG IN PLIMSOLL
      Plimsoll 0.1.0 failed here; your repository is not at fault. All else is judged
      and reported. Please report this with the text below and, if you can, the file
      it names.

        dp4/pool-size-not-set in prod: TypeError: pool is undefined
            at judge (rule.js:4:2)
            at run (judge.js:9:9)

      ✗ Plimsoll has a bug: nothing broken · 1 bug
        exit 70: part of the repository could not be judged
      "
    `);
  });

  it.each([
    ['error', 'exit 0'],
    ['warning', 'exit 1'],
    ['info', 'exit 1'],
    ['undecided', 'exit 3'],
    ['never', 'exit 0'],
  ] as const)('knows what --fail-on %s means', (failOn, exit) => {
    const checked = report([finding({ severity: 'warning' }), finding({ state: 'undecided' })]);
    expect(body(checked, {}, { failOn })).toContain(exit);
  });
});
