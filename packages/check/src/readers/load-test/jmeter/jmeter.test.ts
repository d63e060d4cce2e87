import { describe, expect, it } from 'vitest';
import { isKnown } from '../../../model/known.ts';
import type { LoadTest } from '../../../facts/index.ts';
import { load, only, readAll, said, value } from '../testing/read.ts';
import { jmeterReader } from './index.ts';

const plan = (inside: string, properties = ''): string => `<?xml version="1.0" encoding="UTF-8"?>
<jmeterTestPlan version="1.2" properties="5.0" jmeter="5.6.3">
  <hashTree>
    <TestPlan guiclass="TestPlanGui" testclass="TestPlan" testname="Orders" enabled="true">
      ${properties}
    </TestPlan>
    <hashTree>
${inside}
    </hashTree>
  </hashTree>
</jmeterTestPlan>
`;

const group = (threads: string, rest: string, children = '', enabled = 'true'): string => `<ThreadGroup testclass="ThreadGroup" testname="Buyers &amp; sellers" enabled="${enabled}">
  <elementProp name="ThreadGroup.main_controller" elementType="LoopController"><stringProp name="LoopController.loops">-1</stringProp></elementProp>
  <stringProp name="ThreadGroup.num_threads">${threads}</stringProp>
  ${rest}
</ThreadGroup>
<hashTree>${children}</hashTree>`;
const timed = (seconds: string): string => `<boolProp name="ThreadGroup.scheduler">true</boolProp><stringProp name="ThreadGroup.duration">${seconds}</stringProp>`;
const counted = (threads: number, loops: number): string => group(String(threads), '').replace('>-1<', `>${loops}<`);
const limit = (ms: string, enabled = 'true'): string => `<DurationAssertion enabled="${enabled}"><stringProp name="DurationAssertion.duration">${ms}</stringProp></DurationAssertion><hashTree/>`;
const sampler = (domain: string): string =>
  `<HTTPSamplerProxy enabled="true"><stringProp name="HTTPSampler.domain">${domain}</stringProp><stringProp name="HTTPSampler.protocol">https</stringProp><stringProp name="HTTPSampler.path">/orders</stringProp></HTTPSamplerProxy><hashTree/>`;
const read = (text: string, path = 'load/orders.jmx', others: Readonly<Record<string, string>> = {}): LoadTest => only(jmeterReader, path, text, others);

describe('load', () => {
  it('comes from thread groups, which run together', () => {
    expect(load(read(plan(group('50', timed('300')))))).toEqual([50, null, 300_000]);
    expect(load(read(plan(group('50', timed('300')) + group('20', timed('600')))))).toEqual([70, null, 600_000]);
  });

  it('runs them in turn when the plan says so', () => {
    const properties = '<boolProp name="TestPlan.serialize_threadgroups">true</boolProp>';
    expect(load(read(plan(group('50', timed('300')) + group('20', timed('600')), properties)))).toEqual([50, null, 900_000]);
  });

  it('fills in properties and variables of the plan', () => {
    const properties =
      '<elementProp name="TestPlan.user_defined_variables"><collectionProp name="Arguments.arguments"><elementProp name="seconds" elementType="Argument"><stringProp name="Argument.name">seconds</stringProp><stringProp name="Argument.value">${__P(seconds,120)}</stringProp></elementProp></collectionProp></elementProp>';
    const test = read(plan(group('${__P(users,25)}', timed('${seconds}')), properties));
    expect(load(test)).toEqual([25, null, 120_000]);
    expect(test.load.vus).toMatchObject({ says: 'num_threads: ${__P(users,25)}', source: { line: 10, column: 3 } });
    expect(value(read(plan(group('${__P(users)}', timed('60')))).load.vus)).toBe(1);
    expect(read(plan(group('${users}', timed('60')))).load.vus).toMatchObject({ needs: { cause: 'no-value-given' } });
  });

  it('knows the groups of the concurrency plugin', () => {
    const of = (name: string): string =>
      `<com.blazemeter.jmeter.threads.${name} enabled="true"><stringProp name="TargetLevel">120</stringProp><stringProp name="RampUp">1</stringProp><stringProp name="Hold">4</stringProp><stringProp name="Unit">M</stringProp></com.blazemeter.jmeter.threads.${name}><hashTree/>`;
    expect(load(read(plan(of('concurrency.ConcurrencyThreadGroup'))))).toEqual([120, null, 300_000]);
    expect(load(read(plan(of('arrivals.ArrivalsThreadGroup'))))).toEqual([null, 2, 300_000]);
    const other = read(plan('<kg.apc.jmeter.threads.UltimateThreadGroup enabled="true"></kg.apc.jmeter.threads.UltimateThreadGroup>')).load;
    expect([other.vus, other.durationMs].map((known) => known !== null && isKnown(known))).toEqual([false, false]);
  });

  it('does not know the duration of groups that count loops beside one that is timed', () => {
    expect(read(plan(counted(5, 100) + group('50', timed('300')))).load.durationMs).toMatchObject({ needs: { cause: 'not-supported-yet' } });
    expect(load(read(plan(counted(5, 100))))).toEqual([5, null, null]);
  });

  it('tells smoke tests, examples and traffic generators', () => {
    expect(read(plan(counted(1, 1))).purpose).toBe('smoke');
    expect(read(plan(counted(5, 2))).purpose).toBe('smoke');
    expect(read(plan(counted(5, 100))).purpose).toBe('load-test');
    expect(read(plan(group('50', timed('300'))), 'docs/orders.jmx').purpose).toBe('example');
    expect(read(plan(group('50', timed('300'))), 'load/orders.jmx', { 'load/Dockerfile': 'FROM justb4/jmeter' }).purpose).toBe('traffic-generator');
  });
});

describe('criteria and targets', () => {
  it('are assertions and samplers, wherever they stand', () => {
    const test = read(plan(group('50', timed('300'), sampler('orders.example') + sampler('orders.example') + sampler('${host}') + limit('500') + '<ResponseAssertion enabled="true"/><hashTree/>')));
    expect(said(test)).toEqual(['DurationAssertion latency 500', 'ResponseAssertion checks']);
    expect(test.targets.map(value)).toEqual(['https://orders.example', '? the target is https://${host}']);
  });

  it('are none where they are disabled, themselves or around them', () => {
    const test = read(plan(group('50', timed('300'), limit('500', 'false')) + group('9', timed('9'), limit('100') + sampler('gone.example'), 'false')));
    expect([said(test), test.targets, load(test), value(test.criteriaKnown)]).toEqual([[], [], [50, null, 300_000], false]);
  });
});

describe('what it leaves alone', () => {
  it.each([plan(''), plan(group('50', timed('300'), '', 'false')), plan('<SetupThreadGroup enabled="true"></SetupThreadGroup>'), `<!-- ${plan(group('5', ''))} -->`, '<a/>'])('%#', (text) =>
    expect(readAll(jmeterReader, 'a.jmx', { 'a.jmx': text }).tests).toEqual([]),
  );

  it('expands no entities', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${plan(group('&b;', timed('60')))}`;
    expect(read(bomb).load.vus).toMatchObject({ reason: expect.stringContaining('&b;') });
  });

  it('survives hostile text', () => {
    for (const text of ['<a>'.repeat(100_000), '<!'.repeat(500_000), '<a "'.repeat(200_000), '<a \'"'.repeat(200_000), '<'.repeat(500_000), '${'.repeat(100_000), '\0']) {
      expect(() => readAll(jmeterReader, 'a.jmx', { 'a.jmx': text })).not.toThrow();
    }
    expect(readAll(jmeterReader, 'a.jmx', { 'a.jmx': '<hashTree>'.repeat(1_000) }).unread).toBe(1);
  });
});
