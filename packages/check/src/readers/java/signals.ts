/** Byte strings one of which a Java file contains when it holds more than imports and functions. */
export const javaSignals: readonly string[] = [
  // pools and connections
  'HikariConfig', 'HikariDataSource', 'DataSourceBuilder', 'BasicDataSource', 'DruidDataSource', 'ComboPooledDataSource', 'DriverManager', 'ConnectionPoolConfiguration', 'MongoClient', 'JedisPool', 'RedisClient',
  // clients
  'RestTemplate', 'RestClient', 'WebClient', 'HttpClient', 'OkHttpClient', 'Feign', 'RegisterRestClient', 'HttpURLConnection', 'URLConnection', 'openStream', 'awssdk', 'amazonaws', 'Grpc', 'ClientBuilder',
  // roles
  'RestController', '@Controller', 'Mapping(', 'Mapping\n', 'ws.rs', 'HttpServlet', 'RequestHandler', 'handleRequest', 'Listener', '@Incoming', 'Scheduled', 'scheduleAt', 'scheduleWith', 'quartz', 'SpringBootApplication', 'static void main', 'basicConsume', 'receiveMessage', 'registerEndpoint', 'Subscriber', 'ServiceBusProcessorClient', 'new Thread', 'Filter', 'HandlerInterceptor', 'EnableBatchProcessing',
  // state, executors, guards, channels
  'HttpSession', 'getSession', 'STATELESS', 'synchronized', 'java.util.concurrent.locks', 'bucket4j', 'RateLimiter', 'Executors.', 'ThreadPoolExecutor', 'ThreadPoolTaskExecutor', '@Async', 'CircuitBreaker', 'HystrixCommand', 'TimeLimiter', '@Transactional(', 'orTimeout', 'setDefaultTimeout', 'KafkaTemplate', 'RabbitTemplate', 'SqsTemplate', 'JmsTemplate', 'StreamBridge', 'SendMessageRequest', 'PutObjectRequest', 'GetObjectRequest',
];
