variable "account_id" { type = string }
variable "domain" { type = string }
variable "certificate_arn" { type = string }
variable "fraud_api_url" { type = string }
variable "bank_api_url" { type = string }

variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "release" {
  type        = string
  description = "The commit whose images run."
  default     = "main"
}

# Staging runs the same sizes: a load test of a smaller system says nothing about this one.
variable "api" {
  type    = object({ min = number, max = number, pool = number })
  default = { min = 2, max = 20, pool = 4 }
}

variable "settlement" {
  type    = object({ min = number, max = number, pool = number })
  default = { min = 0, max = 50, pool = 2 }
}

variable "ledger" {
  type    = object({ max = number })
  default = { max = 8 }
}

locals {
  zones    = ["${var.region}a", "${var.region}b", "${var.region}c"]
  registry = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com/payments"
}
