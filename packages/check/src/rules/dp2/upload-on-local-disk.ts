import { keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import { judgeState, ownedStates } from './state-in-process.ts';
import type { OwnedState } from './state-in-process.ts';

export const uploadOnLocalDisk: Rule<OwnedState> = {
  id: 'dp2/upload-on-local-disk',
  severity: 'error', // DP2 says must
  summary: 'Uploaded files go to object storage, not to the disk of one instance.',
  controls: ['WAF-PERF-020', 'WAF-PERF-090'],
  needs: ['code', 'infrastructure'],

  subjects: (system) => ownedStates(system, 'upload'),

  judge(subject) {
    const { use } = subject.state;
    // Written, worked on and removed while one request lasts: no other instance ever asks for it.
    if (use.life?.leaves === null) return keptBy([line(use.site.source, `${use.library}, for one request`)]);
    return judgeState(subject, {
      lost: 'the others do not have the file, and it is gone with the instance',
      help: 'Let clients upload to object storage directly (a pre-signed URL), or stream the upload there; keep only the key.',
    });
  },
};
