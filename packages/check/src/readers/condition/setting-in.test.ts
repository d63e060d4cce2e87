import { describe, expect, it } from 'vitest';
import { settingIn } from './index.ts';

describe('the setting that a condition asks', () => {
  it.each([
    ['!config.disableScheduler', 'config.disableScheduler'],
    ["process.env.RUN_JOBS === 'true'", 'process.env.RUN_JOBS'],
    ['this.settings.jobs && ready', 'this.settings.jobs'],
    ['supervisorsEnabled.cluster', 'supervisorsEnabled.cluster'],
    ['time.Duration(flags.poll)', 'flags.poll'],
    ["os.environ.get('RUN_JOBS')", "os.environ.get('RUN_JOBS')"],
  ])('%s', (condition, setting) => {
    expect(settingIn(condition)).toBe(setting);
  });

  it.each(['user.isActive', 'args === null', 'options.length > 0', 'err != nil', 'new Date().getHours() > 3'])('none in %s', (condition) => {
    expect(settingIn(condition)).toBeNull();
  });
});
