export { kafkaQueue } from './queue.ts';
export type { KafkaQueueOptions, LogConsumer, LogMessage, LogStream } from './queue.ts';
