variable "min_instances" { default = 2 }
variable "max_instances" { default = 20 }
variable "target_group_arn" { type = string }
variable "refunds_role_arn" { type = string }
variable "rest_api_id" { type = string }
variable "refunds_resource_id" { type = string }
