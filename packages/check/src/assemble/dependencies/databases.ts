import type { Contract } from '@plimsoll/contract/file';
import type { Container, Dockerfile, Engine, TerraformResource, TerraformRoot } from '../../facts/index.ts';
import { coresOfRdsClass } from '../../limits/cores.ts';
import { connectionsOfClass } from '../../limits/rds-classes.ts';
import { byDefault, isKnown, stated, unknown, valueOf } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Database, Unit } from '../../model/system.ts';
import { infrastructureKind } from '../infrastructure-kind.ts';
import { imageName } from '../path.ts';
import { ownLabel, terraformIndex } from '../units/terraform-index.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import { cloudDatabases } from './cloud-databases.ts';

/** A database before pools are joined to it. */
export type BareDatabase = Omit<Database, 'pools' | 'joins' | 'connectionsFound'> & { readonly address: string | null };

export type FoundDatabase = BareDatabase & Pick<Database, 'connectionsFound'>;

export function databasesOf(roots: readonly TerraformRoot[], units: readonly Unit[], dockerfiles: readonly Dockerfile[], contract: Contract | null): readonly FoundDatabase[] {
  const found = [...roots.map(terraformIndex).flatMap((index) => [...rdsDatabases(index), ...cloudDatabases(index)]), ...units.flatMap((unit) => containerDatabase(unit, dockerfiles))];
  const deployed = merged(found);
  return [...deployed, ...declaredAlone(deployed, contract)].map((database) => withContract(database, contract));
}

/** Databases that the contract alone describes, because they are made elsewhere. Where one of the kind is deployed here, that one is meant. */
function declaredAlone(found: readonly BareDatabase[], contract: Contract | null): readonly BareDatabase[] {
  return (contract?.dependencies ?? []).flatMap((declared): readonly BareDatabase[] => {
    const engine = engineOf(declared.kind?.value);
    if (engine === 'unknown' || found.some((database) => database.name === declared.name.value || (!database.local && database.engine === engine))) return [];
    const { value: name, source } = declared.name;
    return [
      {
        id: `dependency:${name}`,
        name,
        engine,
        source,
        connectionsMax: unknown(`plimsoll.yml states no max_connections of ${name}`, { cause: 'no-value-given', what: `max_connections of ${name}` }, { source }),
        connectionsReserved: byDefault(0, source, 'nothing is reserved', 'plimsoll.yml: max_connections is what applications may take'),
        pooler: null,
        hosts: [name],
        address: null,
        local: false,
      },
    ];
  });
}

function rdsDatabases(index: TerraformIndex): readonly BareDatabase[] {
  const instances = index.ofType('aws_db_instance').filter((instance) => instance.sourceOf('replicate_source_db') === null);
  return [...instances, ...index.ofType('aws_rds_cluster')].map((resource) => rdsDatabase(index, resource));
}

function rdsDatabase(index: TerraformIndex, resource: TerraformResource): BareDatabase {
  const engine = engineOf(valueOf(resource.text('engine')));
  const proxy = index
    .ofType('aws_db_proxy_target')
    .find((target) => [...index.named(target, 'db_instance_identifier', resource.type), ...index.named(target, 'db_cluster_identifier', resource.type)].includes(resource));
  const name = valueOf(resource.text('identifier') ?? resource.text('cluster_identifier')) ?? ownLabel(resource);
  const instance = instanceOf(index, resource);
  const instanceClass = valueOf(instance?.text('instance_class'));
  const cores = instance && instanceClass !== undefined ? coresOfRdsClass(instanceClass, instance.sourceOf('instance_class') ?? instance.source) : null;
  // PostgreSQL counts it in milliseconds; 0 means none.
  const inParameters = engine === 'postgres' ? inGroup(index, resource, resource.type === 'aws_rds_cluster' ? clusterGroup : instanceGroup, 'statement_timeout') : null;
  const statementTimeout = inParameters && !(isKnown(inParameters) && inParameters.value === 0) ? inParameters : null;
  return {
    id: `dependency:${name}`,
    name,
    engine,
    source: resource.source,
    connectionsMax: rdsLimit(index, resource, engine),
    connectionsReserved: reserved(engine, resource),
    pooler: proxy ? { name: proxy.address, source: proxy.source } : null,
    hosts: [name],
    address: resource.address,
    local: false,
    ...(cores ? { cores } : {}),
    ...(statementTimeout ? { statementTimeoutMs: statementTimeout } : {}),
  };
}

/** The machine of a database; of a cluster, the first of its machines. */
function instanceOf(index: TerraformIndex, resource: TerraformResource): TerraformResource | undefined {
  if (resource.type !== 'aws_rds_cluster') return resource;
  return index.ofType('aws_rds_cluster_instance').find((candidate) => index.named(candidate, 'cluster_identifier', 'aws_rds_cluster').includes(resource));
}

function rdsLimit(index: TerraformIndex, resource: TerraformResource, engine: Engine): Known<number> {
  const cluster = resource.type === 'aws_rds_cluster';
  const instance = instanceOf(index, resource);
  const inGroups = cluster && instance ? (inGroup(index, instance, instanceGroup) ?? inGroup(index, resource, clusterGroup)) : inGroup(index, resource, cluster ? clusterGroup : instanceGroup);
  if (inGroups) return inGroups;
  const groupTypes = cluster ? clusterGroup : instanceGroup;
  const byName = resource.text(groupTypes[0]);
  const instanceClass = instance?.text('instance_class') ?? null;
  const known = valueOf(instanceClass);
  if (known === undefined || !instance) {
    return unknown('the instance class is not known', { cause: 'no-value-given', what: `instance_class of ${resource.address}` }, { source: resource.source });
  }
  if (byName && index.named(resource, groupTypes[0], groupTypes[1]).length === 0 && !(valueOf(byName) ?? 'default.').startsWith('default.')) {
    return unknown('its parameter group is declared elsewhere', { cause: 'outside-the-repository', what: 'max_connections in the parameter group' }, { source: resource.source });
  }
  if (known === 'db.serverless' || (cluster && engine !== 'postgres')) {
    return unknown(`max_connections of ${known} follows its capacity`, { cause: 'not-supported-yet', what: 'the limit of serverless and Aurora MySQL classes' }, { source: instance.source });
  }
  return connectionsOfClass(known, engine, instance.sourceOf('instance_class') ?? instance.source);
}

const clusterGroup = ['db_cluster_parameter_group_name', 'aws_rds_cluster_parameter_group'] as const;
const instanceGroup = ['parameter_group_name', 'aws_db_parameter_group'] as const;

/** A parameter of a parameter group in this root; unknown when one of its parameters has a name that is not known. */
function inGroup(index: TerraformIndex, resource: TerraformResource, [attribute, type]: typeof clusterGroup | typeof instanceGroup, name = 'max_connections'): Known<number> | null {
  const groups = [...index.named(resource, attribute, type), ...(resource.type === 'aws_rds_cluster_instance' ? index.named(resource, 'db_parameter_group_name', type) : [])];
  const parameters = groups.flatMap((group) => group.blocks('parameter'));
  const named = parameters.find((parameter) => valueOf(parameter.text('name')) === name);
  if (named) return named.number('value');
  const open = parameters.find((parameter) => valueOf(parameter.text('name')) === undefined);
  return open ? unknown('the parameters of its parameter group are not known', { cause: 'no-value-given', what: `${name} in the parameter group` }, { source: open.source }) : null;
}

function reserved(engine: Engine, resource: TerraformResource): Known<number> {
  return engine === 'postgres'
    ? byDefault(3, resource.source, 'superuser_reserved_connections is not set', 'PostgreSQL 17, superuser_reserved_connections: 3')
    : byDefault(1, resource.source, 'one connection is kept for an administrator', 'MySQL 8.4, max_connections: one extra connection for CONNECTION_ADMIN');
}

/** A database that runs as a container: its limit stands in its command, an image variable, or the engine's default. */
function containerDatabase(unit: Unit, dockerfiles: readonly Dockerfile[]): readonly BareDatabase[] {
  if (unit.infrastructure !== 'database') return [];
  const known = infrastructureKind(unit.image, unit.name)?.engine ?? 'unknown';
  const engine = known === 'unknown' ? engineOfBase(unit, dockerfiles) : known;
  const container = unit.containers[0];
  if (!container || engine === 'unknown' || engine === 'redis') return [];
  return [
    {
      id: `dependency:${unit.name}`,
      name: unit.name,
      engine,
      source: unit.source,
      connectionsMax: containerLimit(container, unit, engine),
      connectionsReserved:
        engine === 'postgres'
          ? byDefault(3, unit.source, 'superuser_reserved_connections is not set', 'PostgreSQL 17, superuser_reserved_connections: 3')
          : byDefault(0, unit.source, 'none reserved', 'MySQL 8.4, max_connections: the administrator connection is extra'),
      pooler: null,
      hosts: [unit.name],
      address: null,
      local: unit.local,
    },
  ];
}

const engineDefaults: Readonly<Partial<Record<Engine, readonly [number, string]>>> = {
  postgres: [100, 'PostgreSQL 17, max_connections: typically 100'],
  mysql: [151, 'MySQL 8.4, max_connections: 151'],
  mariadb: [151, 'MariaDB 11, max_connections: 151'],
  mongodb: [65_536, 'MongoDB 8, net.maxIncomingConnections: 65536'],
};

/** A database in an image of the repository's own is what its Dockerfile begins with. */
function engineOfBase(unit: Unit, dockerfiles: readonly Dockerfile[]): Engine {
  const own = dockerfiles.find((dockerfile) => [unit.image, unit.name].includes(dockerfile.folder.split('/').at(-1) ?? ''));
  const base = own?.from.at(-1);
  return base === undefined ? 'unknown' : (infrastructureKind(imageName(base), '')?.engine ?? 'unknown');
}

function containerLimit(container: Container, unit: Unit, engine: Engine): Known<number> {
  const line = [...(container.command ?? []), ...(container.args ?? [])].join(' ');
  const written = /max[_-]connections[ =](\d+)/.exec(line);
  if (written && container.commandSource) return stated(Number(written[1]), container.commandSource, `max_connections=${written[1]}`);
  for (const entry of unit.environment) {
    if (!/^(POSTGRES(QL)?|MYSQL|MARIADB)_MAX_CONNECTIONS$/.test(entry.name)) continue;
    const number = Number(valueOf(entry.value));
    if (Number.isFinite(number)) return stated(number, entry.source, `${entry.name}=${number}`);
  }
  const standard = engineDefaults[engine];
  if (standard) return byDefault(standard[0], unit.source, `${unit.name} sets no limit: ${standard[0]} connections`, standard[1]);
  return unknown(`${unit.name} states no connection limit`, { cause: 'no-value-given', what: `the connection limit of ${unit.name}` }, { source: unit.source });
}

function engineOf(text: string | undefined): Engine {
  if (text === undefined) return 'unknown';
  if (text.includes('postgres')) return 'postgres';
  if (text.includes('mariadb')) return 'mariadb';
  if (text.includes('mysql') || text === 'aurora') return 'mysql';
  if (text.startsWith('sqlserver')) return 'sqlserver';
  return text.startsWith('oracle') ? 'oracle' : 'unknown';
}

/** The same database stands in a compose file and in a chart: what deploys wins over what a developer starts. */
function merged(databases: readonly BareDatabase[]): readonly BareDatabase[] {
  const byName = new Map<string, BareDatabase>();
  for (const database of databases) {
    const earlier = byName.get(database.id);
    if (!earlier || (earlier.local && !database.local)) byName.set(database.id, database);
  }
  return [...byName.values()];
}

function withContract(database: BareDatabase, contract: Contract | null): FoundDatabase {
  const declared = contract?.dependencies.find((dependency) => dependency.name.value === database.name);
  const limit = declared?.connectionsMax;
  const cores = declared?.cores;
  const disks = declared?.disks;
  const stands = {
    ...database,
    ...(cores ? { cores: stated(cores.value, cores.source, `cores: ${cores.value}`) } : {}),
    ...(disks ? { disks: stated(disks.value, disks.source, `disks: ${disks.value}`) } : {}),
  };
  const found = { ...stands, connectionsFound: database.connectionsMax };
  return limit ? { ...found, connectionsMax: stated(limit.value, limit.source, `max_connections: ${limit.value}`) } : found;
}
