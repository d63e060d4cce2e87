resource "aws_ecs_service" "payments" {
  name            = "payments"
  cluster         = "main"
  task_definition = aws_ecs_task_definition.payments.arn
  desired_count   = var.min_instances
  launch_type     = "FARGATE"
  network_configuration {
    subnets = aws_subnet.private[*].id
  }
  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = "payments"
    container_port   = 8080
  }
}

resource "aws_ecs_task_definition" "payments" {
  family = "payments"
  cpu    = 4096
  memory = 8192
  container_definitions = jsonencode([{
    name  = "payments"
    image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/payments:latest"
    environment = [
      { name = "DATABASE_URL", value = "postgres://payments@${aws_db_instance.payments.address}/payments" },
      { name = "RECEIPTS_BUCKET", value = "payments-receipts" },
      { name = "FRAUD_API_URL", value = "https://fraud.internal" },
      { name = "BANK_API_URL", value = "https://api.bank.example" },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options   = { "awslogs-group" = "payments" }
    }
  }])
}

resource "aws_appautoscaling_target" "payments" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/main/${aws_ecs_service.payments.name}"
  min_capacity       = var.min_instances
  max_capacity       = var.max_instances
}

resource "aws_appautoscaling_policy" "payments" {
  name               = "payments-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = aws_appautoscaling_target.payments.resource_id
  target_tracking_scaling_policy_configuration {
    target_value = 70
    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

resource "aws_db_instance" "payments" {
  identifier        = "payments"
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  allocated_storage = 50
}

resource "aws_cloudwatch_metric_alarm" "slow" {
  alarm_name          = "payments-slow"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "TargetResponseTime"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 1
  evaluation_periods  = 3
  period              = 60
}
