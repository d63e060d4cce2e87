import { broken, keptBy, line, lower, undecided } from '../../model/judgement.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { Judgement } from '../../model/rule.ts';
import { plainName } from '../../model/say.ts';
import type { Network, OutsideNetwork } from '../../model/system.ts';

type Called = OutsideNetwork['services'][number];

/**
 * Units in a network that reaches them from another stack: one question for the whole root. Which network it is stands in variables or lookups;
 * where the repository makes networks it is one of them, so that what all of them have is there, and what none of them has is not.
 */
export function judgeOutside(network: OutsideNetwork): Judgement {
  const called = [...new Map(network.services.map((each) => [each.service, each])).values()].toSorted((a, b) => a.service.localeCompare(b.service));
  const { candidates } = network;
  if (candidates.length > 0 && candidates.every(({ endpointsComplete }) => valueOf(endpointsComplete) === true)) {
    if (called.every(({ service }) => candidates.every((candidate) => serves(candidate, service)))) {
      return keptBy(
        called
          .slice(0, 6)
          .flatMap(({ service }) => candidates[0]?.endpoints.find((endpoint) => endpoint.service === service)?.source ?? [])
          .map((source) => line(source, 'an endpoint of the network')),
      );
    }
    const missing = called.filter(({ service }) => candidates.every((candidate) => !has(candidate, service)));
    if (missing.length > 0 && candidates.every(({ natSource }) => natSource !== null)) return without(network, missing);
    const lacking = candidates.map((candidate) => called.filter(({ service }) => !has(candidate, service)));
    // Whichever it is, something is missing: which one is no question any more.
    if (candidates.length > 1 && candidates.some(({ natSource }) => natSource !== null) && lacking.every((each) => each.length > 0)) return withoutIn(network, lacking);
  }
  return undecidedAbout(network, called);
}

/** A gateway endpoint serves the subnets whose route tables it stands in, and which subnets these units run in is not known. */
function serves({ endpoints }: Network, service: string): boolean {
  return endpoints.some((endpoint) => endpoint.service === service && valueOf(endpoint.privateDns) === true && valueOf(endpoint.placed) === true && endpoint.subnets === null);
}

/** An endpoint that takes only the traffic of subnets beside those that leave through NAT spares nobody the way through it. */
function has({ endpoints }: Network, service: string): boolean {
  return endpoints.some((endpoint) => endpoint.service === service && !endpoint.besideNat);
}

function idleEndpoints(candidates: readonly Network[], missing: readonly Called[]) {
  const idle = candidates.flatMap(({ endpoints }) => endpoints.filter(({ service, besideNat }) => besideNat && missing.some((each) => each.service === service)));
  return idle.slice(0, 4).map(({ source, service }) => line(source, `the endpoint for ${service} stands in route tables without NAT only`));
}

function withoutIn(network: OutsideNetwork, lacking: readonly (readonly Called[])[]): Judgement {
  const { candidates } = network;
  const says = candidates.map((candidate, index) => `that of ${candidate.source.file} for ${(lacking[index] ?? []).map(({ service }) => service).join(', ')}`);
  return broken({
    severity: lower('error', lacking.some((each) => each.every(({ kind }) => kind === 'platform')) ? 2 : 1),
    at: lacking[0]?.[0]?.source ?? network.source,
    message: `${callersOf(network)} AWS services from one of ${candidates.length} networks that this repository makes, and none has an endpoint for all of them: one is missing in ${says.join(', and in ')}`,
    help: 'Give each of the networks an aws_vpc_endpoint for what its units call; a gateway endpoint belongs into the route tables of the private subnets.',
    evidence: [
      ...lacking.flatMap((each) => each.slice(0, 2)).map(({ source, says: how }) => line(source, how)),
      ...idleEndpoints(candidates, lacking.flat()),
      ...candidates.slice(0, 3).map(({ source }) => line(source, 'a network of this repository')),
    ],
    places: network.callers.slice(0, 40).map(({ source }) => source),
  });
}

function without(network: OutsideNetwork, missing: readonly Called[]): Judgement {
  const [only] = network.candidates;
  const services = missing.map(({ service }) => service).join(', ');
  const offered = [...new Set(network.candidates.flatMap((candidate) => candidate.endpoints.filter(({ besideNat }) => !besideNat).map(({ service }) => service)))].toSorted();
  const where = network.candidates.length === 1 && only ? only.name : `a network of this repository`;
  return broken({
    // Likely, not certain; and nobody waits for what the platform does.
    severity: lower('error', missing.every(({ kind }) => kind === 'platform') ? 2 : 1),
    at: missing[0]?.source ?? network.source,
    message: `${callersOf(network)} ${services} from ${where}, which has ${offered.length === 0 ? 'no VPC endpoint' : `endpoints for ${offered.join(', ')} and none for ${missing.length === 1 ? 'it' : 'these'}`}: every call goes out through NAT and back`,
    help: `Add an aws_vpc_endpoint for ${services} where the network is made.`,
    evidence: [
      ...missing.slice(0, 4).map(({ source, says }) => line(source, says)),
      ...idleEndpoints(network.candidates, missing),
      line(network.source, 'the network is handed in'),
      ...network.candidates.slice(0, 3).map(({ source }) => line(source, network.candidates.length === 1 ? 'the only network that this repository makes' : 'a network that this repository makes')),
      ...network.candidates.slice(0, 1).flatMap(({ natSource }) => (natSource ? [line(natSource, 'the way out is NAT')] : [])),
    ],
    places: network.callers.slice(0, 40).map(({ source }) => source),
  });
}

function undecidedAbout(network: OutsideNetwork, called: readonly Called[]): Judgement {
  const services = called.map(({ service }) => service).join(', ');
  const here = network.declaredIn;
  const unread = network.candidates.map(({ endpointsComplete }) => endpointsComplete).find((complete) => !isKnown(complete));
  const lacking = unread
    ? []
    : network.candidates.map((candidate) => ({
        candidate,
        services: namesOf(called, (service) => !has(candidate, service)),
        partly: namesOf(called, (service) => has(candidate, service) && !serves(candidate, service)),
      }));
  if (lacking.length > 1) return whichOf(network, lacking);
  return undecided({
    at: network.source,
    message: `${callersOf(network)} ${services} from a network that ${here ? 'is not followed to where it is made' : 'another stack declares'}`,
    help: here ? 'See that the network has an endpoint for each of these services; how it reaches these units is not followed yet.' : 'Check the stack that declares the network.',
    unknowns: unread && !isKnown(unread) ? [unread] : [],
    missing:
      unread && !isKnown(unread)
        ? []
        : [
            {
              cause: here ? 'not-supported-yet' : 'outside-the-repository',
              missing: here ? `whether this is the network made in ${here.file}, and its endpoints` : 'the stack that declares the network',
              breaksWhen: `it has no endpoint for one of ${services}`,
            },
          ],
    places: network.callers.slice(0, 40).map(({ source }) => source),
    evidence: [...network.services.slice(0, 6).map(({ source, says }) => line(source, says)), ...(here ? [line(here, 'a network of this repository')] : [])],
  });
}

/** Several networks are made here, and which of them this is stands in values that are handed in; what each of them lacks is known. */
function whichOf(network: OutsideNetwork, lacking: readonly { readonly candidate: Network; readonly services: readonly string[]; readonly partly: readonly string[] }[]): Judgement {
  const [worst] = lacking.toSorted((a, b) => b.services.length - a.services.length);
  const says = lacking.map(({ candidate, services, partly }) => {
    const parts = [...(services.length > 0 ? [`has no endpoint for ${services.join(', ')}`] : []), ...(partly.length > 0 ? [`has those for ${partly.join(', ')} in some route tables only`] : [])];
    return `the one of ${candidate.source.file} ${parts.length === 0 ? 'has an endpoint for each of them' : parts.join(' and ')}`;
  });
  return undecided({
    at: network.source,
    message: `${callersOf(network)} AWS services from one of ${lacking.length} networks that this repository makes: ${says.join('; ')}`,
    help: 'Give each network that these units may run in an endpoint for what they call.',
    missing: [{ cause: 'not-supported-yet', missing: 'which of the networks is handed in', breaksWhen: `it is the one of ${worst?.candidate.source.file ?? 'another folder'}` }],
    places: network.callers.slice(0, 40).map(({ source }) => source),
    evidence: [
      ...network.services.slice(0, 6).map(({ source, says: how }) => line(source, how)),
      ...lacking.slice(0, 3).map(({ candidate }) => line(candidate.source, 'a network of this repository')),
    ],
  });
}

function namesOf(called: readonly Called[], holds: (service: string) => boolean): readonly string[] {
  return called.map(({ service }) => service).filter(holds);
}

function callersOf({ callers }: OutsideNetwork): string {
  const names = [...new Set(callers.map(({ unit }) => plainName(unit)))];
  return `${names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')} ${names.length === 1 ? 'calls' : 'call'}`;
}
