# The key that encrypts the states. The account's administrators manage it; the roles of CI use it through S3 only.

resource "aws_kms_key" "state" {
  description             = "Terraform states of ${local.platform}/${local.environment}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "RolesOfCi"
        Effect    = "Allow"
        Principal = { AWS = concat(values(aws_iam_role.plan)[*].arn, values(aws_iam_role.apply)[*].arn) }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "kms:ViaService" = "s3.${local.region}.${data.aws_partition.current.dns_suffix}" } }
      },
    ]
  })

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "state" {
  name          = "alias/${local.platform}-${local.environment}-state"
  target_key_id = aws_kms_key.state.key_id
}
