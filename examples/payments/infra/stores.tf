resource "aws_db_subnet_group" "payments" {
  name       = "payments"
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_db_parameter_group" "payments" {
  name   = "payments"
  family = "postgres17"
  # The pools of all instances: 20 of the api with 4, 50 of settlement with 2, 8 of the ledger with 1, and 1 of reconciliation.
  parameter {
    name         = "max_connections"
    value        = "200"
    apply_method = "pending-reboot"
  }
}

resource "aws_db_instance" "payments" {
  identifier                  = "payments-db"
  engine                      = "postgres"
  engine_version              = "17"
  instance_class              = "db.m7g.xlarge"
  allocated_storage           = 200
  storage_type                = "gp3"
  multi_az                    = true
  db_name                     = "payments"
  username                    = "payments"
  manage_master_user_password = true
  parameter_group_name        = aws_db_parameter_group.payments.name
  db_subnet_group_name        = aws_db_subnet_group.payments.name
  vpc_security_group_ids      = [aws_security_group.stores.id]
}

resource "aws_elasticache_subnet_group" "cache" {
  name       = "payments"
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id       = "payments"
  description                = "Sessions and request counts"
  engine                     = "redis"
  node_type                  = "cache.t4g.small"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  transit_encryption_enabled = true
  subnet_group_name          = aws_elasticache_subnet_group.cache.name
  security_group_ids         = [aws_security_group.stores.id]
}

resource "aws_s3_bucket" "receipts" {
  bucket = "payments-receipts-${var.account_id}"
}

resource "aws_s3_bucket" "statements" {
  bucket = "payments-statements-${var.account_id}"
}

resource "aws_sqs_queue" "settlements" {
  name                       = "settlements"
  visibility_timeout_seconds = 60 # above the 30 s after which a handler gives up
  receive_wait_time_seconds  = 20
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.settlements_failed.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue" "settlements_failed" {
  name                      = "settlements-failed"
  message_retention_seconds = 1209600
}

resource "aws_kinesis_stream" "ledger" {
  name             = "ledger"
  retention_period = 168
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_secretsmanager_secret" "session" {
  name = "payments/session"
}
