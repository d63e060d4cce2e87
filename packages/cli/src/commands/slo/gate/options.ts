import { changeClasses } from '@plimsoll/slo';
import { budgetUsage } from '../status/options.ts';

/** The options of the gate's own, beside those of all budgets. */
export const gateOptions = {
  change: { type: 'string' },
  labels: { type: 'string' },
  since: { type: 'string' },
  advisory: { type: 'boolean' },
  comment: { type: 'boolean' },
} as const;

export const usage: string = `usage: plimsoll slo gate (--prometheus URL | --replay FILE) [options] [directory or file]

Decides by the error budgets whether a change may be deployed: go, caution, frozen or unknown. The worst objective decides.

  --change CLASS        ${changeClasses.join(', ')}
  --labels A,B          labels of the pull request; read from the job on GitHub and GitLab where it says them
  --since REF           the files that changed since then tell the class, where the policy has paths for it
                        Of all that says a class the most demanding counts; what nothing says is a feature
${budgetUsage}
  --log FILE            append the decision as a line of JSON; the freeze that the last line began lifts later than it began
  --advisory            say what would be decided, and end with 0
  --comment             keep one comment on the pull request or merge request (PLIMSOLL_TOKEN)
  --format NAME[=FILE]  text, json, markdown, html, svg or github; repeatable (default: text)
  --help                print this page

exit codes: 0 go or caution · 1 frozen · 2 usage · 3 unknown
`;
