/** What `percentile1()` to `percentile4()` stand for unless a gatling.conf says otherwise. */
export const percentiles: readonly number[] = [0.5, 0.75, 0.95, 0.99]; // Gatling 3.14, gatling.conf: charting.indicators.percentile1..4 are 50, 75, 95, 99 (https://docs.gatling.io/concepts/assertions/)
