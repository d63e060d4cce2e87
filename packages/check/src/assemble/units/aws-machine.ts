import { folderOf } from '@plimsoll/contract';
import { valueOf } from '../../model/known.ts';
import type { Unit } from '../../model/system.ts';
import { marketOf } from './aws-capacity.ts';
import { networkOf, subnetsOf } from './aws-placement.ts';
import { unitId, unitName } from './terraform-index.ts';
import type { TerraformIndex } from './terraform-index.ts';

/** Names of machines that serve operators, not load. */
const serviceMachine = /bastion|jump|vpn|nat\b|nat[-_]|runner|jenkins|build|proxy|monitor|nexus|sonar|gitlab|loadgen|test/i;

export function machines(index: TerraformIndex): readonly Unit[] {
  return index.ofType('aws_instance', 'aws_spot_instance_request').map((machine): Unit => {
    const name = unitName(machine, 'name');
    return {
      id: unitId(machine),
      name,
      type: 'machine',
      source: machine.source,
      copies: [],
      address: machine.address,
      folder: folderOf(machine.source.file),
      containers: [],
      environment: [],
      environmentComplete: false,
      instancesMin: machine.count,
      instancesMax: machine.count,
      instancesSays: machine.count,
      autoscaler: null,
      local: false,
      network: networkOf(index, machine, 'subnet_id'),
      subnets: subnetsOf(index, machine, 'subnet_id'),
      takesTraffic: null,
      schedule: null,
      image: valueOf(machine.text('instance_type')) ?? null,
      infrastructure: serviceMachine.test(`${machine.name} ${name}`) ? 'other' : null,
      capacity: machine.type === 'aws_spot_instance_request' ? { kind: 'spot', source: machine.source } : marketOf(machine),
    };
  });
}
