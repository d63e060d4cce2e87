import type { SyntaxNode } from '../../syntax/index.ts';
import { child } from '../../syntax/index.ts';
import { originOf } from '../code/origin.ts';
import { qualified } from '../code/scope.ts';
import { outside, typeOf } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { calledName, receiverOf } from '../code/unit.ts';
import { openings } from '../pools/plans.ts';

const typeOfLibrary: Readonly<Record<string, string>> = {
  'database/sql': 'database/sql.DB',
  otelsql: 'database/sql.DB',
  sqlx: 'github.com/jmoiron/sqlx.DB',
  otelsqlx: 'github.com/jmoiron/sqlx.DB',
  gorm: 'gorm.io/gorm.DB',
  pgxpool: 'github.com/jackc/pgx/pgxpool.Pool',
  'go-redis': 'github.com/redis/go-redis.redis.Client',
};

const made: readonly (readonly [RegExp, string])[] = [
  [/^net\/http\.DefaultClient$/, 'net/http.Client'],
  [/^github\.com\/jackc\/pgx\.Connect(Config)?$/, 'github.com/jackc/pgx.Conn'],
  [/kafka-go\.NewWriter$/, 'github.com/segmentio/kafka-go.Writer'],
  [/sarama\.NewSyncProducer$/, 'sarama.SyncProducer'],
  [/nats\.go\.Connect$/, 'nats.go.Conn'],
];

/** 'database/sql.DB': the library type of a handle, by its declaration or by the function of the library that made it; '' when neither tells. */
export function handleOf(unit: GoUnit, node: SyntaxNode, levels = 4): string {
  const declared = outside(typeOf(unit, node));
  if (declared !== '' || levels === 0) return declared;
  const origin = originOf(unit, node, 4);
  if (!origin) return '';
  const at = origin.node;
  if (at.type === 'composite_literal') return qualified(origin.unit, child(at, 'type') ?? at) ?? '';
  const full = qualified(origin.unit, at);
  if (full !== null) return ofLibrary(full);
  const receiver = at.type === 'call_expression' ? receiverOf(at) : null;
  return receiver ? derivedFrom(calledName(at), handleOf(origin.unit, receiver, levels - 1)) : '';
}

function ofLibrary(full: string): string {
  const opening = openings[full];
  const aws = /^(.*\/service\/[\w/]+)\.(NewFromConfig|New)$/.exec(full)?.[1];
  return (opening && typeOfLibrary[opening.library]) ?? (aws === undefined ? undefined : `${aws}.Client`) ?? made.find(([pattern]) => pattern.test(full))?.[1] ?? '';
}

/** What a method of a handle gives: `db.Begin()` a transaction, `db.Where(…)` the same builder. */
function derivedFrom(name: string, owner: string): string {
  if (owner.endsWith('gorm.DB')) return owner;
  if (/(database\/sql|sqlx)\.DB$/.test(owner) && /^(Must)?Begin/.test(name)) return owner.replace(/DB$/, 'Tx');
  if (/(database\/sql|sqlx)\.(DB|Tx)$/.test(owner) && name.startsWith('Prepare')) return owner.replace(/(DB|Tx)$/, 'Stmt');
  if (/(pgxpool\.Pool|pgx\.Conn)$/.test(owner) && name.startsWith('Begin')) return 'github.com/jackc/pgx.Tx';
  if (/mongo\.(Client|Database)$/.test(owner)) return owner.replace(/\w+$/, name === 'Collection' ? 'Collection' : 'Database');
  return '';
}
