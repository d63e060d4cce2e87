/** What k6 does when a script sets no load. Citations: library, version, setting. */
export const defaultVus = { value: 1, says: 'no vus set', citation: 'k6 1.4 options: vus, default 1 (https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/#vus)' } as const;
