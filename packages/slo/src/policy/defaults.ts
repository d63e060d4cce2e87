import type { BurnAnswer, ChangeClass } from './policy.ts';

/**
 * What holds where the file states nothing. DP5 freezes at exhaustion; WAF++'s best practice asks for care below half of the budget
 * and shows a freeze below a tenth, which is where ours lifts; Google's policy lets security fixes and urgent fixes through.
 */
export const policyByDefault = {
  freezeBelow: 0,
  cautionBelow: 0.5,
  earnedBack: 0.1, // above the start of the freeze, for its end
  coverageMin: 0.5,
  fastBurn: 'frozen' as BurnAnswer,
  slowBurn: 'caution' as BurnAnswer,
  through: ['fix', 'reliability', 'security', 'rollback'] as readonly ChangeClass[],
} as const;
