max_instances       = 8
target_group_arn    = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/payments/73e2d6bc24d8a067"
refunds_role_arn    = "arn:aws:iam::123456789012:role/refunds"
rest_api_id         = "a1b2c3d4e5"
refunds_resource_id = "f6g7h8"
