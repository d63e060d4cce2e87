import { compare } from '../../model/arithmetic.ts';
import { broken, kept, keptBy, line, undecided } from '../../model/judgement.ts';
import { stated } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { MountedVolume, System, Unit } from '../../model/system.ts';

interface ClaimedVolume {
  readonly id: string;
  readonly unit: Unit;
  readonly mounted: MountedVolume;
}

export const singleWriterVolumeWithManyReplicas: Rule<ClaimedVolume> = {
  id: 'dp2/single-writer-volume-with-many-replicas',
  severity: 'error', // DP2 says must
  summary: 'A volume that one node may write belongs to a workload with one instance.',
  controls: ['WAF-PERF-020', 'WAF-PERF-090'],
  needs: ['infrastructure'],

  subjects: (system) => claimedVolumes(system),

  judge({ unit, mounted: { volume, claim } }) {
    if (!claim) throw new Error('subjects have a claim that is declared here');
    const single = claim.accessModes.find(({ mode }) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod');
    const shared = claim.accessModes.find(({ mode }) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
    if (shared || !single) return keptBy(claim.accessModes.map(({ mode, source }) => line(source, mode)));
    const one = compare(unit.instancesMax, '<=', stated(1, volume.source, '1'));
    if (one.answer === 'yes') return kept(unit.instancesMax);
    if (one.answer === 'undecided') {
      return undecided({
        at: volume.source,
        message: `whether ${unit.name} runs more than one instance on the volume ${claim.name} (${single.mode}) is not known`,
        help: 'Give the number of replicas a value for this environment.',
        unknowns: one.unknowns,
        breaksWhen: 'it is more than one',
        evidence: [line(single.source, single.mode)],
      });
    }
    return broken({
      at: volume.source,
      message: `${unit.name} may run ${say(unit.instancesMax)} instances, and all of them mount ${claim.name}, which is ${single.mode}: on a second node they do not start`,
      help: 'Keep what it holds in object storage or a database; a StatefulSet with volumeClaimTemplates gives each instance a volume of its own, ReadWriteMany gives all of them the same.',
      because: [unit.instancesMax],
      evidence: [line(single.source, single.mode), ...volume.mounts.slice(0, 2).map((mount) => line(mount.source, mount.path))],
    });
  },
};

/** Instances of a StatefulSet get claims of their own from a template; a claim by name is one for all. */
function claimedVolumes(system: System): readonly ClaimedVolume[] {
  return system.units.flatMap((unit) =>
    unit.local || unit.type !== 'kubernetes-deployment'
      ? []
      : (unit.volumes ?? []).flatMap((mounted) => (mounted.volume.type === 'claim' && mounted.claim ? [{ id: `${unit.id}/${mounted.volume.name}`, unit, mounted }] : [])),
  );
}
