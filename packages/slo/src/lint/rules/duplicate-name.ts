import type { SloRule } from '../rule.ts';
import { perObjective, says } from '../rule.ts';

export const duplicateName: SloRule = {
  id: 'slo/duplicate-name',
  severity: 'error',
  summary: 'Objectives of one service have names of their own.',
  judge: (linted) =>
    perObjective(linted, (objective) => {
      const first = linted.slo.objectives.find(({ name }) => name === objective.name);
      if (!first || first === objective) return null;
      return {
        at: objective.source,
        message: `${objective.name} is the name of the objective in line ${first.source.line}, too`,
        help: 'Give each a name of its own; rules, alerts and the gate tell objectives apart by name.',
        evidence: [says(first.source, objective.name)],
      };
    }),
};
