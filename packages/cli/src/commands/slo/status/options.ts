/** The options that say which budgets are read, and from where; `slo status` and `slo gate` share them. */
export const budgetOptions = {
  prometheus: { type: 'string' },
  metrics: { type: 'string' },
  replay: { type: 'string' },
  record: { type: 'string' },
  service: { type: 'string', multiple: true },
  env: { type: 'string' },
  log: { type: 'string' },
  now: { type: 'string' },
  today: { type: 'string' },
  format: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

export interface BudgetValues {
  readonly prometheus?: string | undefined;
  readonly metrics?: string | undefined;
  readonly replay?: string | undefined;
  readonly record?: string | undefined;
  readonly service?: string[] | undefined;
  readonly env?: string | undefined;
  readonly log?: string | undefined;
  readonly now?: string | undefined;
  readonly today?: string | undefined;
}

export const budgetUsage = `  --prometheus URL      read the budgets there; PLIMSOLL_PROMETHEUS_TOKEN, or PLIMSOLL_PROMETHEUS_USER and
                        PLIMSOLL_PROMETHEUS_PASSWORD, say who asks
  --metrics NAMES       what metrics are called where a file names none: otel (default) or prometheus
  --replay FILE         take them from what --record kept
  --record FILE         keep what was read, so that it can be looked at again
  --service NAME        only this service; repeatable
  --env NAME            the environment; the answers of on_no_data depend on it
  --now MOMENT          the moment to read, such as 2026-11-23T12:00:00Z (default: now); not with --replay
  --today YYYY-MM-DD    the day by which exemptions are judged (default: that of the budgets)`;
