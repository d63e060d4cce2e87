import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { callName } from '../code/construction.ts';
import { calledMethod, typeOfExpression } from '../code/scope.ts';
import type { JavaUnit } from '../code/unit.ts';

const external =
  /^(RestTemplate|RestClient|RestOperations|WebClient|HttpClient|CloseableHttpClient|OkHttpClient|HttpURLConnection|\w*(Api|Feign|Http|Rest|Gateway)Client|\w+(Blocking|Future)?Stub|SendGrid|NotificationClient|S3Client|SqsClient|SnsClient|LambdaClient)$/;
const internal = /(Repository|Dao|DAO|EntityManager|JdbcTemplate|NamedParameterJdbcTemplate|MongoTemplate|RedisTemplate|StringRedisTemplate|DSLContext|Mapper)$/;

/** Does this code talk to other services, to the system's own stores, or can that not be told? Calls of the project are followed twice. */
export function doesWhat(unit: JavaUnit, work: SyntaxNode, levels = 2): 'internal' | 'external' | 'unknown' {
  let answer: 'internal' | 'external' | 'unknown' = 'unknown';
  for (const node of walk(work)) {
    if (node.type === 'method_reference') {
      const [object, name] = textOf(node).split('::');
      const method = object === 'this' ? unit.methods.find((each) => each.name === name) : undefined;
      const found = method?.body && levels > 0 ? doesWhat(unit, method.body, levels - 1) : 'unknown';
      if (found === 'external') return found;
      if (found === 'internal') answer = found;
    }
    if (node.type !== 'method_invocation') continue;
    const object = child(node, 'object');
    const type = object ? typeOfExpression(unit, object) : '';
    if (external.test(type)) return 'external';
    if (internal.test(type)) answer = 'internal';
    const method = levels > 0 && callName(node) !== '' ? calledMethod(unit, node) : null;
    const found = method?.body ? doesWhat(method.type.unit, method.body, levels - 1) : 'unknown';
    if (found === 'external') return found;
    if (found === 'internal') answer = found;
  }
  return answer;
}
