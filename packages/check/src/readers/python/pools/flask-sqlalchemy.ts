import type { PoolUse } from '../../../facts/code.ts';
import type { Option } from '../clients/options.ts';
import { optionOf } from '../clients/options.ts';
import { calleeName } from '../code/external.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren } from '../../syntax/index.ts';
import { flaskConfig } from '../value/config.ts';
import { textLiteral } from '../value/literal.ts';
import { stringSetting } from '../value/setting.ts';
import { engineOf } from './engine-name.ts';
import { statementTimeout } from './statement-timeout.ts';
import { ofEngine } from './sqlalchemy.ts';

const legacy: Readonly<Record<string, string>> = {
  pool_size: 'SQLALCHEMY_POOL_SIZE',
  max_overflow: 'SQLALCHEMY_MAX_OVERFLOW',
  pool_timeout: 'SQLALCHEMY_POOL_TIMEOUT',
  pool_recycle: 'SQLALCHEMY_POOL_RECYCLE',
};

/** `db = SQLAlchemy(app)` with its engine options from the application's configuration. */
export function flaskSqlalchemyPools(call: PythonCall): readonly PoolUse[] {
  if (!/^flask_sqlalchemy\.(extension\.)?SQLAlchemy$/.test(calleeName(call) ?? '')) return [];
  const given = optionOf(call, 'engine_options');
  const dictionary = given.given === 'yes' ? given.value : (flaskConfig('SQLALCHEMY_ENGINE_OPTIONS', call.module)[0] ?? null);
  const url = flaskConfig('SQLALCHEMY_DATABASE_URI', call.module)[0] ?? null;
  const options = (keyword: string): Option => {
    const inside = dictionary && valueIn(dictionary, keyword);
    if (inside) return inside;
    const key = legacy[keyword];
    const old = key === undefined ? undefined : flaskConfig(key, call.module)[0];
    return old ? { given: 'yes', value: old } : { given: 'no' };
  };
  return [
    {
      kind: 'pool',
      library: 'flask-sqlalchemy',
      engine: engineOf(url),
      site: siteOf(call),
      ...ofEngine(call, options),
      statementTimeoutMs: statementTimeout(call, engineOf(url), [dictionary ? { given: 'yes', value: dictionary } : { given: 'no' }]),
      url: url ? stringSetting(url) : null,
    },
  ];
}

function valueIn(dictionary: SyntaxNode, keyword: string): Option | null {
  if (dictionary.type !== 'dictionary') return { given: 'unknown', spread: dictionary };
  for (const pair of namedChildren(dictionary)) {
    const value = child(pair, 'value');
    if (value && textLiteral(child(pair, 'key')) === keyword) return { given: 'yes', value };
  }
  return null;
}
