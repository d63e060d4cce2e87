data "aws_secretsmanager_secret_version" "database" {
  secret_id = aws_db_instance.payments.master_user_secret[0].secret_arn
}

resource "aws_lambda_function" "ledger" {
  function_name                  = "ledger"
  runtime                        = "nodejs24.x"
  handler                        = "services/ledger/src/handler.handler"
  filename                       = "ledger.zip"
  role                           = aws_iam_role.ledger.arn
  timeout                        = 30
  memory_size                    = 512
  reserved_concurrent_executions = var.ledger.max # each opens a pool of 1
  vpc_config {
    subnet_ids         = aws_subnet.private[*].id
    security_group_ids = [aws_security_group.services.id]
  }
  environment {
    variables = {
      DB_HOST     = aws_db_instance.payments.address
      DB_USER     = "payments"
      DB_PASSWORD = jsondecode(data.aws_secretsmanager_secret_version.database.secret_string).password
    }
  }
}

# Lambda adds readers as the stream adds shards, and a failed batch is tried again from half of it.
resource "aws_lambda_event_source_mapping" "ledger" {
  event_source_arn                   = aws_kinesis_stream.ledger.arn
  function_name                      = aws_lambda_function.ledger.arn
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = 100
  parallelization_factor             = 1
  bisect_batch_on_function_error     = true
  maximum_batching_window_in_seconds = 1
}
