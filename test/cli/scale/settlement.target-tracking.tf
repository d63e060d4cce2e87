# settlement by plimsoll scale; formula evaluated, not run on a cluster.
# Instances = ceil(messages / 100), 0 to 50: 0 → 0, 1 → 1, 100 → 1, 101 → 2, 2500 → 25, 5000 → 50, 10000 → 50.
# Messages in flight count, or tasks would be taken away under their work. RunningTaskCount needs Container Insights on the cluster.
# Replaces what scales aws_ecs_service.settlement now: a service has one aws_appautoscaling_target.
# Scaling in ends instances at work: with a deadline of 30 s they need 35 s (terminationGracePeriodSeconds, stopTimeout; 30 s unless set).
resource "aws_appautoscaling_target" "settlement" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${reverse(split("/", aws_ecs_service.settlement.cluster))[0]}/${aws_ecs_service.settlement.name}"
  min_capacity       = 0
  max_capacity       = 50
}

resource "aws_appautoscaling_policy" "settlement_backlog" {
  name               = "settlement-backlog"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.settlement.service_namespace
  scalable_dimension = aws_appautoscaling_target.settlement.scalable_dimension
  resource_id        = aws_appautoscaling_target.settlement.resource_id
  target_tracking_scaling_policy_configuration {
    target_value       = 100
    scale_out_cooldown = 60
    scale_in_cooldown  = 300
    customized_metric_specification {
      metrics {
        id          = "visible"
        return_data = false
        metric_stat {
          stat = "Maximum"
          metric {
            namespace   = "AWS/SQS"
            metric_name = "ApproximateNumberOfMessagesVisible"
            dimensions {
              name  = "QueueName"
              value = "settlements"
            }
          }
        }
      }
      metrics {
        id          = "in_flight"
        return_data = false
        metric_stat {
          stat = "Maximum"
          metric {
            namespace   = "AWS/SQS"
            metric_name = "ApproximateNumberOfMessagesNotVisible"
            dimensions {
              name  = "QueueName"
              value = "settlements"
            }
          }
        }
      }
      metrics {
        id          = "running"
        return_data = false
        metric_stat {
          stat = "Average"
          metric {
            namespace   = "ECS/ContainerInsights"
            metric_name = "RunningTaskCount"
            dimensions {
              name  = "ClusterName"
              value = reverse(split("/", aws_ecs_service.settlement.cluster))[0]
            }
            dimensions {
              name  = "ServiceName"
              value = aws_ecs_service.settlement.name
            }
          }
        }
      }
      metrics {
        id          = "backlog_per_task"
        expression  = "(visible + in_flight) / IF(running > 0, running, 1)"
        return_data = true
      }
    }
  }
}

resource "aws_appautoscaling_policy" "settlement_first" {
  name               = "settlement-first"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.settlement.service_namespace
  scalable_dimension = aws_appautoscaling_target.settlement.scalable_dimension
  resource_id        = aws_appautoscaling_target.settlement.resource_id
  step_scaling_policy_configuration {
    adjustment_type = "ChangeInCapacity"
    cooldown        = 60
    step_adjustment {
      metric_interval_lower_bound = 0
      scaling_adjustment          = 1
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "settlement_first" {
  alarm_name          = "settlement-first"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_appautoscaling_policy.settlement_first.arn]
  metric_query {
    id = "visible"
    metric {
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      period      = 60
      stat        = "Maximum"
      dimensions  = { QueueName = "settlements" }
    }
  }
  metric_query {
    id = "running"
    metric {
      namespace   = "ECS/ContainerInsights"
      metric_name = "RunningTaskCount"
      period      = 60
      stat        = "Average"
      dimensions  = { ClusterName = reverse(split("/", aws_ecs_service.settlement.cluster))[0], ServiceName = aws_ecs_service.settlement.name }
    }
  }
  metric_query {
    id          = "waiting_for_the_first"
    expression  = "IF(FILL(running, 0) < 1 AND visible > 0, 1, 0)"
    return_data = true
  }
}
