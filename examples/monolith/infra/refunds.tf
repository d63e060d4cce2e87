resource "aws_lambda_function" "refunds" {
  function_name = "refunds"
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "refunds.zip"
  role          = var.refunds_role_arn
  timeout       = 30
}

resource "aws_api_gateway_integration" "refunds" {
  rest_api_id             = var.rest_api_id
  resource_id             = var.refunds_resource_id
  http_method             = "POST"
  integration_http_method = "POST"
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.refunds.invoke_arn
}
