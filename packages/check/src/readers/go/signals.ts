/** Byte strings one of which a Go file contains when it holds more than imports and functions. */
export const goSignals: readonly string[] = [
  // pools
  'sql.Open', 'sqlx.', 'otelsql', 'gorm.Open', 'pgxpool', 'pgx.Connect', 'mongo.Connect', 'mongo.NewClient', 'go-redis', 'redigo', 'xorm.NewEngine', 'SetMaxOpenConns',
  // clients
  'http.Get', 'http.Post', 'http.Head', 'http.DefaultClient', 'http.Client', 'http.NewRequest', 'http.Transport', 'resty', 'retryablehttp', 'grpc.NewClient', 'grpc.Dial', 'genproto', 'aws-sdk-go', '.Do(',
  // roles
  'func main()', 'ListenAndServe', '.Serve(', 'http.ResponseWriter', 'gin.', 'echo.', 'fiber.', 'grpc.NewServer', '.Consume(', '.ConsumeWithContext(', 'kafka', 'sarama', 'franz-go', 'ReceiveMessage', 'azservicebus', 'pubsub', 'asynq', 'river', 'nats', 'amqp', 'NewTicker', 'time.Tick', 'time.After', 'time.Sleep', 'cron', 'lambda.Start', 'events.', 'HandleFunc', 'protobuf', 'temporal',
  // state, executors, guards
  'sessions', 'scs', 'rate.NewLimiter', 'sync.', '.Lock()', 'errgroup', 'semaphore', 'make(chan', 'ants.', 'http.Server{', 'TimeoutHandler', 'WithTimeout', 'gobreaker', 'hystrix',
];
