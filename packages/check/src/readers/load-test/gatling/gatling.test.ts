import { describe, expect, it } from 'vitest';
import { isKnown } from '../../../model/known.ts';
import type { LoadTest } from '../../../facts/index.ts';
import { load, only, readAll, said, value } from '../testing/read.ts';
import { gatlingReader } from './index.ts';

const java = (setUp: string, rest = ''): LoadTest =>
  only(
    gatlingReader,
    'load/src/gatling/java/OrdersSimulation.java',
    `package harbour;
import static io.gatling.javaapi.core.CoreDsl.*;
import io.gatling.javaapi.core.*;

public class OrdersSimulation extends Simulation {
  ${rest}
  HttpProtocolBuilder protocol = http.baseUrl("https://orders.example"); // setUp(nothing)
  ScenarioBuilder scn = scenario("Orders (all)").exec(http("list").get("/orders"));
  {
    setUp(${setUp}).protocols(protocol);
  }
}
`,
  );
const scala = (setUp: string, rest = ''): LoadTest =>
  only(
    gatlingReader,
    'load/OrdersSimulation.scala',
    `import io.gatling.core.Predef._\nimport scala.concurrent.duration._\nclass OrdersSimulation extends Simulation {\n${rest}\n  setUp(${setUp})\n}\n`,
  );

describe('load', () => {
  it.each([
    ['scn.injectOpen(constantUsersPerSec(20).during(60))', [null, 20, 60_000]],
    ['scn.injectOpen(nothingFor(5), rampUsersPerSec(1).to(50).during(Duration.ofMinutes(2)), constantUsersPerSec(50).during(Duration.ofMinutes(3)).randomized())', [null, 50, 305_000]],
    ['scn.injectOpen(rampUsers(120).during(60))', [null, 2, 60_000]],
    ['scn.injectClosed(constantConcurrentUsers(30).during(60), rampConcurrentUsers(30).to(80).during(120))', [80, null, 180_000]],
    ['buy.injectOpen(constantUsersPerSec(5).during(60)), browse.injectOpen(constantUsersPerSec(10).during(90))', [null, 15, 90_000]],
    ['scn.injectOpen(atOnceUsers(100))', [100, null, null]],
  ])('of %s', (setUp, expected) => expect(load(java(setUp))).toEqual(expected));

  it.each([
    ['scn.inject(constantUsersPerSec(20) during (15 seconds) randomized)', [null, 20, 15_000]],
    ['scn.inject(rampUsersPerSec(1) to 40 during 2.minutes)', [null, 40, 120_000]],
    ['scn.inject(rampConcurrentUsers(0).to(users).during(length))', [25, null, 600_000]],
  ])('of Scala: %s', (setUp, expected) => expect(load(scala(setUp, '  val users: Int = 25\n  val length = 10.minutes'))).toEqual(expected));

  it('fills in constants and the fallbacks of system properties, with their chain', () => {
    const test = java('scn.injectOpen(constantUsersPerSec(USERS).during(SECONDS))', 'private static final int USERS = Integer.getInteger("users", 40);\n  static final int SECONDS = 90;');
    expect(load(test)).toEqual([null, 40, 90_000]);
    expect(test.load.ratePerSecond).toMatchObject({ basis: 'derived', from: [{ source: { line: 6 } }] });
  });

  it('does not know a rate that users of one moment add to, populations in turn, or what is computed', () => {
    expect(java('scn.injectOpen(atOnceUsers(1000), constantUsersPerSec(1).during(60))').load.ratePerSecond).toMatchObject({ bounds: { min: 1 } });
    for (const setUp of [
      'a.injectOpen(constantUsersPerSec(9).during(60)).andThen(b.injectOpen(constantUsersPerSec(1).during(60)))',
      'scn.injectOpen(steps)',
      'population',
      'scn.injectOpen(constantUsersPerSec(rate()).during(rate()))',
    ]) {
      const { ratePerSecond, durationMs } = java(setUp).load;
      expect(
        [ratePerSecond, durationMs].map((known) => known !== null && isKnown(known)),
        setUp,
      ).toEqual([false, false]);
    }
  });

  it('takes one user for a smoke test', () => {
    expect(java('scn.injectOpen(atOnceUsers(1))').purpose).toBe('smoke');
    expect(java('scn.injectOpen(atOnceUsers(50))').purpose).toBe('load-test');
    expect(java('scn.injectOpen(constantUsersPerSec(1).during(60))').purpose).toBe('load-test');
  });
});

describe('assertions', () => {
  const step = 'scn.injectOpen(constantUsersPerSec(20).during(60))';

  it('are criteria', () => {
    const test = only(
      gatlingReader,
      'load/A.kt',
      `import io.gatling.javaapi.core.CoreDsl.*
class A : Simulation() {
  init {
    setUp(${step}).assertions(
      global().responseTime().percentile3().lt(200),
      global().responseTime().percentile(99.9).lte(500),
      global().responseTime().max().lt(1_000),
      details("buy (all), now").failedRequests().percent().lt(0.5),
      global().failedRequests().count().\`is\`(0L),
      forAll().successfulRequests().percent().gt(99.0),
      global().requestsPerSec().gte(100.0),
    )
  }
}
`,
    );
    expect(said(test)).toEqual([
      'responseTime latency 0.95 200',
      'responseTime latency 0.999 500',
      'responseTime latency 1000',
      'failedRequests errors 0.005',
      'failedRequests errors',
      'successfulRequests checks 0.99',
      'requestsPerSec throughput 100',
    ]);
    expect(test.criteria[0]).toMatchObject({ source: { line: 5, column: 7, endLine: 5, endColumn: 52 } });
  });

  it('are read in Scala, too', () =>
    expect(said(scala(`${step}).assertions(global.responseTime.percentile4.lt(300), global.failedRequests.percent.lte(1)`))).toEqual(['responseTime latency 0.99 300', 'failedRequests errors 0.01']));

  it('are certainly none, or stand elsewhere', () => {
    expect(value(java(step).criteriaKnown)).toBe(false);
    expect(value(java(`${step} /* .assertions(global().responseTime().max().lt(5)) */`).criteriaKnown)).toBe(false);
    expect(isKnown(java(`${step}).assertions(limits`).criteriaKnown)).toBe(false);
  });

  it('stand beside the target', () => expect(java(step).targets.map(value)).toEqual(['https://orders.example']));
});

describe('other code', () => {
  it.each([
    'import io.gatling.javaapi.core.Simulation;\nabstract class Base extends Simulation { }\n',
    'class A { void setUp() { inject(1); } } // io.gatling\n',
    'import io.gatling.javaapi.core.*;\nclass A { String text = "setUp(scn.injectOpen(atOnceUsers(1)))"; }\n',
  ])('%j', (text) => expect(readAll(gatlingReader, 'A.java', { 'A.java': text }).tests).toEqual([]));

  it('survives hostile text', () => {
    const head = 'import io.gatling.javaapi.core.*;\n';
    for (const text of [
      '('.repeat(100_000),
      'setUp('.repeat(50_000),
      `setUp(${'scn.inject('.repeat(50_000)}`,
      `setUp(a.inject(${'rampUsers(x),'.repeat(50_000)}`,
      `setUp(a.inject(${' '.repeat(500_000)}x`,
      '"'.repeat(99_999),
      '/*'.repeat(50_000),
    ]) {
      expect(() => readAll(gatlingReader, 'A.java', { 'A.java': head + text })).not.toThrow();
    }
  });
});
