const names: Readonly<Record<string, string>> = {
  'secrets-manager': 'secretsmanager',
  'cloudwatch-logs': 'logs',
  cloudwatch: 'monitoring',
  eventbridge: 'events',
  sfn: 'states',
  'dynamodb-streams': 'streams.dynamodb',
  'cognito-identity-provider': 'cognito-idp',
  'lex-runtime-v2': 'runtime-v2-lex',
  sesv2: 'ses',
  storage: 's3',
};

/** The service as endpoints and policies name it: `client-secrets-manager` and `SecretsManager` are both `secretsmanager`. */
export function serviceOf(name: string): string {
  const lower = name.toLowerCase();
  const direct = names[lower];
  if (direct !== undefined) return direct;
  const plain = lower.replaceAll('-', '');
  const byPlain = Object.entries(names).find(([key]) => key.replaceAll('-', '') === plain);
  return byPlain?.[1] ?? (plain === 'stepfunctions' ? 'states' : lower === 'documentclient' ? 'dynamodb' : lower);
}
