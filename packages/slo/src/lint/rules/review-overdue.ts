import type { SloRule } from '../rule.ts';
import { subjectOf } from '../rule.ts';

const dayMs = 86_400_000;
const quarterDays = 92;

export const reviewOverdue: SloRule = {
  id: 'slo/review-overdue',
  severity: 'warning',
  summary: 'Objectives were reviewed within a quarter, and before the day that the file names.',
  judge: ({ slo, today }) => {
    const { lastReviewed, reviewBy } = slo;
    const now = Date.parse(today);
    const due = Date.parse(reviewBy?.value ?? '');
    const last = Date.parse(lastReviewed?.value ?? '');
    const subject = subjectOf(slo);
    const help = 'Look at the objectives with those who use the service, and write the day of the review.';
    if (reviewBy && due < now) return [{ subject, broken: { at: reviewBy.source, message: `the review was due on ${reviewBy.value}, ${Math.round((now - due) / dayMs)} days ago`, help } }];
    if (lastReviewed && !reviewBy && now - last > quarterDays * dayMs)
      return [{ subject, broken: { at: lastReviewed.source, message: `the last review was ${Math.round((now - last) / dayMs)} days ago; WAF-PERF-050 asks for one a quarter`, help } }];
    return reviewBy || lastReviewed ? [{ subject, broken: null }] : [];
  },
};
