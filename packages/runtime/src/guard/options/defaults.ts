/**
 * The defaults and where they come from. Hystrix' were found over years of production at Netflix and have been copied most; the others are
 * those of the project that introduced the part, or follow from the rest.
 */
export const guardDefaults = {
  timeoutMs: 1000, // Hystrix: execution.isolation.thread.timeoutInMilliseconds
  concurrencyMax: 10, // Hystrix: coreSize and the semaphore's maxConcurrentRequests; DP6's external executor has 10, too
  waitersPerSlot: 1, // ours: whoever waits then waits about one service time
  leastMs: 1, // ours: below it the timer could not tell
  abandonMs: 60_000, // ours: far above any timeout, so that it only ever ends what would never have ended
  breaker: {
    errors: 0.5, // Hystrix: circuitBreaker.errorThresholdPercentage
    of: 20, // Hystrix: circuitBreaker.requestVolumeThreshold
    windowMs: 10_000, // Hystrix: metrics.rollingStats.timeInMilliseconds
    resetMs: 5000, // Hystrix: circuitBreaker.sleepWindowInMilliseconds
    probes: 3, // ours: one lucky answer is no recovery; resilience4j lets 10 through
    rampMs: 5000, // ours: as long as the pause before
    rampTo: 100, // ours: where nothing bounds the calls
  },
  retry: {
    attemptsMax: 3, // gRPC and AWS SDKs
    baseMs: 50, // ours: one round trip within a region is far shorter
    capMs: 1000,
    budgetRatio: 0.2, // Finagle: RetryBudget, percentCanRetry; Envoy: budget_percent
    budgetMinPerSecond: 10, // Finagle: minRetriesPerSec
  },
  adaptive: {
    min: 2, // concurrency-limits has 20, more than a pool of five behind the dependency can serve
    tolerance: 1.5, // concurrency-limits: Gradient2Limit rttTolerance
    smoothing: 0.2, // concurrency-limits: Gradient2Limit smoothing
    windowMs: 500, // concurrency-limits: WindowedLimit, half of its second
  },
} as const;
