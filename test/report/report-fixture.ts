import type { CheckReport, Evidence, Finding, PrincipleId, PrincipleStatus, Source } from '@plimsoll/contract';
import { controlIds, controls, principleIds } from '@plimsoll/contract';

/** A place by the text it marks: the one occurrence of `marked` in the file. */
export function placeIn(texts: Readonly<Record<string, string>>, file: string, marked: string): Source {
  const text = texts[file] ?? '';
  const at = text.indexOf(marked);
  if (at < 0 || text.includes(marked, at + 1)) throw new Error(`${marked} stands in ${file} not exactly once`);
  const position = (offset: number): { line: number; column: number } => {
    const lines = text.slice(0, offset).split(/\r?\n/);
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  };
  const start = position(at);
  const end = position(at + marked.length);
  return { file, ...start, endLine: end.line, endColumn: end.column };
}

export function saying(source: Source, says: string): Evidence {
  return { ...source, says };
}

export function finding(part: Partial<Finding>): Finding {
  return {
    rule: 'dp4/pool-exceeds-max-connections',
    principle: 'DP4',
    severity: 'error',
    state: 'broken',
    subject: 'dependency:orders-db',
    environments: ['default'],
    message: 'orders-db serves 97 connections to applications, but its pools can open 800',
    help: 'Lower the pools by 703 in total, or put a connection pooler in front of orders-db.',
    location: null,
    places: [],
    evidence: [],
    joins: [],
    undecidedBy: [],
    fingerprint: '0123456789abcdef',
    suppressed: null,
    ...part,
  };
}

export function report(findings: readonly Finding[], part: Partial<CheckReport> = {}): CheckReport {
  const count = (id: PrincipleId, state: Finding['state']): number => findings.filter((entry) => entry.principle === id && entry.state === state).length;
  const status = (id: PrincipleId): PrincipleStatus => (count(id, 'broken') > 0 ? 'broken' : count(id, 'undecided') > 0 ? 'undecided' : id === 'DP2' ? 'kept' : 'not-applicable');
  return {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: '0.1.0' },
    today: '2026-11-23',
    environments: ['default'],
    principles: principleIds.map((id) => ({ id, status: status(id), broken: count(id, 'broken'), kept: id === 'DP2' ? 3 : 0, undecided: count(id, 'undecided') })),
    rules: [...new Set(findings.map((entry) => entry.rule))].map((rule) => ({
      rule,
      broken: 1,
      kept: 0,
      undecided: 0,
      undecidedByCause: { 'outside-the-repository': 0, 'no-value-given': 0, 'not-supported-yet': 0 },
    })),
    controls: controlIds.map((id) => ({ id, title: controls[id] ?? id, rules: id === 'WAF-PERF-040' ? [...new Set(findings.map((entry) => entry.rule))] : [], broken: 0, kept: 0, undecided: 0 })),
    comparison: null,
    findings,
    unread: [],
    internalErrors: [],
    stats: { files: 1284, bytes: 9_123_456, parsed: 212, ms: 412 },
    ...part,
  };
}

/** The chain of the pool sum: three files and one number. */
export const harbour: Readonly<Record<string, string>> = {
  'services/orders/src/db.ts': "import { Pool } from 'pg';\n\nexport const pool = new Pool({\n  max: 20,\n});\n",
  'services/orders/ecosystem.config.cjs': 'module.exports = {\n  apps: [{ script: "dist/main.js", instances: 2 }],\n};\n',
  'infra/prod.tfvars': 'region   = "eu-central-1"\nmax_size = 20\n',
  'infra/database.tf': 'resource "aws_db_instance" "orders" {\n  instance_class = "db.t3.micro"\n}\n',
};

export const poolFinding: Finding = finding({
  environments: ['prod'],
  location: placeIn(harbour, 'services/orders/src/db.ts', '20'),
  evidence: [
    saying(placeIn(harbour, 'services/orders/src/db.ts', '20'), 'max: 20'),
    saying(placeIn(harbour, 'services/orders/ecosystem.config.cjs', 'instances: 2'), 'instances: 2'),
    saying(placeIn(harbour, 'infra/prod.tfvars', 'max_size = 20'), 'max_size = 20'),
    saying(placeIn(harbour, 'infra/database.tf', '"db.t3.micro"'), 'max_connections of db.t3.micro: at most 112'),
  ],
  joins: [
    { from: 'services/orders', to: 'aws_autoscaling_group.orders', why: 'image name orders', sure: 'likely' },
    { from: 'services/orders/src/db.ts:3', to: 'orders-db', why: 'DATABASE_URL of orders names it', sure: 'certain' },
  ],
});
