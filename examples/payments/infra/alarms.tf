# One alarm for each latency objective of docs/slos/payment-api.yml.
resource "aws_cloudwatch_metric_alarm" "latency" {
  for_each            = { p95 = 0.2, p99 = 0.5 }
  alarm_name          = "api-latency-${each.key}"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "TargetResponseTime"
  dimensions          = { LoadBalancer = aws_lb.api.arn_suffix }
  extended_statistic  = each.key
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value
  evaluation_periods  = 5
  period              = 60
  alarm_actions       = [aws_sns_topic.on_call.arn]
}

resource "aws_cloudwatch_metric_alarm" "settlement_late" {
  alarm_name          = "settlement-late"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.settlements.name }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 900
  evaluation_periods  = 5
  period              = 60
  alarm_actions       = [aws_sns_topic.on_call.arn]
}

resource "aws_cloudwatch_metric_alarm" "ledger_late" {
  alarm_name          = "ledger-late"
  namespace           = "AWS/Lambda"
  metric_name         = "IteratorAge"
  dimensions          = { FunctionName = aws_lambda_function.ledger.function_name }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300000
  evaluation_periods  = 5
  period              = 60
  alarm_actions       = [aws_sns_topic.on_call.arn]
}

resource "aws_sns_topic" "on_call" {
  name = "payments-on-call"
}
