export const usage: string = `usage: plimsoll scale [options] [directory]
       plimsoll scale --name NAME --profile PROFILE --queue KIND:NAME --min N --max N --target N [options]

Writes what scales each workload on its own signal (DP1): a ScaledObject for KEDA, a HorizontalPodAutoscaler, or target tracking for ECS in
Terraform. Workloads, their queues and their range come from the repository, or with --name from the options. Instances follow ceil(signal / target).
What is written is evaluated by its formula and not run on a cluster.

  --format FORMAT[=FILE]  keda, hpa, target-tracking or json; repeatable (default: what fits where the workloads run)
  --workload NAME         only this workload; repeatable
  --target N              messages per instance, waiting and in hand
  --promise 1m --service-time 200ms --concurrency 10
                          the same as a promise: so many messages one instance works off in that time
  --rate 50/s             requests per second and instance
  --activation N          messages above which the first instance starts (default: 0)
  --queue KIND[:NAME]     sqs, bullmq, pg-boss or kafka (default: what the code uses and plimsoll.yml names)
  --min N --max N         instances (default: those of plimsoll.yml, else those of the repository)
  --region REGION         of the queue, for KEDA and SQS
  --prometheus URL        server that KEDA asks where the broker cannot tell (bullmq, requests)
  --bootstrap HOST:PORT   Kafka brokers, for KEDA; --group NAME its consumer group (default: the workload's name)
  --env NAME              environment of the repository
  --name NAME             a workload of no repository; with --profile sync-api, background-job or stream
  --today YYYY-MM-DD      the date to judge by (default: today)
  --help                  print this page

exit codes: 0 written · 2 usage · 3 nothing could be written
`;
