import { compare } from '../../model/arithmetic.ts';
import { broken, kept, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { Network } from '../../model/system.ts';

export const singleNatAcrossZones: Rule<Network> = {
  id: 'dp3/single-nat-across-zones',
  severity: 'warning', // advice inside DP3 (AZ affinity), and a zone's loss takes all egress along
  summary: 'Subnets in several zones have a NAT gateway in each zone.',
  controls: ['WAF-PERF-070'],
  needs: ['infrastructure'],
  practice: true,

  subjects: (system) => system.networks.filter((network) => network.natGateways !== null),

  judge(network) {
    const nats = network.natGateways;
    if (!nats) throw new Error('subjects have NAT gateways');
    const enough = compare(nats, '>=', network.zones);
    if (enough.answer === 'yes') return kept(nats, network.zones);
    const at = network.natSource ?? network.source;
    if (enough.answer === 'undecided') {
      return undecided({
        at,
        message: `${network.name} has ${say(nats)} NAT gateways for ${say(network.zones)} zones`,
        help: 'Give both counts a value for this environment.',
        unknowns: enough.unknowns,
        breaksWhen: 'there are fewer NAT gateways than zones',
        because: [nats, network.zones],
      });
    }
    return broken({
      at,
      message: `${network.name} spreads over ${say(network.zones)} zones but leaves through ${say(nats)} NAT gateway${say(nats) === '1' ? '' : 's'}: calls from the other zones cross a zone first, and share its fate`,
      help: `Put a NAT gateway into each of the ${say(network.zones)} zones and give every private route table the one of its own zone.`,
      because: [nats, network.zones],
    });
  },
};
