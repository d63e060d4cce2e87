resource "aws_ecs_task_definition" "reconciliation" {
  family                   = "reconciliation"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.reconciliation.arn
  container_definitions = jsonencode([{
    name  = "reconciliation"
    image = "${local.registry}/reconciliation:${var.release}"
    environment = [
      { name = "DB_HOST", value = aws_db_instance.payments.address },
      { name = "DB_USER", value = "payments" },
      { name = "STATEMENTS_BUCKET", value = aws_s3_bucket.statements.bucket },
    ]
    secrets = [
      { name = "DB_PASSWORD", valueFrom = "${aws_db_instance.payments.master_user_secret[0].secret_arn}:password::" },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options   = { "awslogs-group" = "payments/reconciliation", "awslogs-region" = var.region, "awslogs-stream-prefix" = "reconciliation" }
    }
  }])
}

resource "aws_scheduler_schedule" "reconciliation" {
  name                = "reconciliation"
  schedule_expression = "cron(0 2 * * ? *)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = aws_ecs_cluster.main.arn
    role_arn = aws_iam_role.scheduler.arn
    ecs_parameters {
      task_definition_arn = aws_ecs_task_definition.reconciliation.arn
      capacity_provider_strategy {
        capacity_provider = "FARGATE_SPOT"
        weight            = 1
      }
      network_configuration {
        subnets         = aws_subnet.private[*].id
        security_groups = [aws_security_group.services.id]
      }
    }
    retry_policy {
      maximum_retry_attempts = 3
    }
  }
}
