resource "aws_ecs_task_definition" "settlement" {
  family                   = "settlement"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.settlement.arn
  container_definitions = jsonencode([{
    name        = "settlement"
    image       = "${local.registry}/settlement:${var.release}"
    stopTimeout = 60
    environment = [
      { name = "DB_HOST", value = aws_db_instance.payments.address },
      { name = "DB_USER", value = "payments" },
      { name = "DB_POOL_MAX", value = tostring(var.settlement.pool) },
      { name = "BANK_API_URL", value = var.bank_api_url },
      { name = "SETTLEMENTS_QUEUE_URL", value = aws_sqs_queue.settlements.url },
      { name = "LEDGER_STREAM", value = aws_kinesis_stream.ledger.name },
    ]
    secrets = [
      { name = "DB_PASSWORD", valueFrom = "${aws_db_instance.payments.master_user_secret[0].secret_arn}:password::" },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options   = { "awslogs-group" = "payments/settlement", "awslogs-region" = var.region, "awslogs-stream-prefix" = "settlement" }
    }
  }])
}

resource "aws_ecs_service" "settlement" {
  name            = "settlement"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.settlement.arn
  launch_type     = "FARGATE"
  desired_count   = var.settlement.min
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.services.id]
  }
  lifecycle {
    ignore_changes = [desired_count]
  }
}

resource "aws_appautoscaling_target" "settlement" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.settlement.name}"
  min_capacity       = var.settlement.min
  max_capacity       = var.settlement.max
}

# Steps, because target tracking multiplies what runs, and nothing times anything stays nothing.
resource "aws_appautoscaling_policy" "settlement_backlog" {
  name               = "settlement-backlog"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.settlement.service_namespace
  scalable_dimension = aws_appautoscaling_target.settlement.scalable_dimension
  resource_id        = aws_appautoscaling_target.settlement.resource_id
  step_scaling_policy_configuration {
    adjustment_type = "ExactCapacity"
    cooldown        = 60
    step_adjustment {
      metric_interval_lower_bound = 0
      metric_interval_upper_bound = 99
      scaling_adjustment          = 2
    }
    step_adjustment {
      metric_interval_lower_bound = 99
      metric_interval_upper_bound = 999
      scaling_adjustment          = 10
    }
    step_adjustment {
      metric_interval_lower_bound = 999
      scaling_adjustment          = 50
    }
  }
}

resource "aws_appautoscaling_policy" "settlement_empty" {
  name               = "settlement-empty"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.settlement.service_namespace
  scalable_dimension = aws_appautoscaling_target.settlement.scalable_dimension
  resource_id        = aws_appautoscaling_target.settlement.resource_id
  step_scaling_policy_configuration {
    adjustment_type = "ExactCapacity"
    cooldown        = 300
    step_adjustment {
      metric_interval_upper_bound = 0
      scaling_adjustment          = 0
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "settlement_backlog" {
  alarm_name          = "settlement-backlog"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.settlements.name }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 60
  alarm_actions       = [aws_appautoscaling_policy.settlement_backlog.arn]
}

resource "aws_cloudwatch_metric_alarm" "settlement_empty" {
  alarm_name          = "settlement-empty"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.settlements.name }
  statistic           = "Maximum"
  comparison_operator = "LessThanOrEqualToThreshold"
  threshold           = 0
  evaluation_periods  = 15
  period              = 60
  alarm_actions       = [aws_appautoscaling_policy.settlement_empty.arn]
}
