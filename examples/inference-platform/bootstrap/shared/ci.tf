# Who CI is: its tokens are signed by the issuer, and name a repository with a branch or an environment.

resource "aws_iam_openid_connect_provider" "ci" {
  count           = local.create_issuer ? 1 : 0
  url             = "https://${local.issuer}"
  client_id_list  = [local.audience]
  thumbprint_list = local.thumbprints
}

data "aws_iam_openid_connect_provider" "ci" {
  count = local.create_issuer ? 0 : 1
  url   = "https://${local.issuer}"
}

locals {
  issuer_arn = one(concat(aws_iam_openid_connect_provider.ci[*].arn, data.aws_iam_openid_connect_provider.ci[*].arn))

  trust = {
    for name, subjects in { plan = local.plan_subjects, apply = local.apply_subjects } : name => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "Ci"
        Effect    = "Allow"
        Principal = { Federated = local.issuer_arn }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = merge(
          { StringEquals = merge({ "${local.issuer}:aud" = local.audience }, length(local.patterns[name]) > 0 ? {} : { "${local.issuer}:sub" = subjects }) },
          length(local.patterns[name]) > 0 ? { StringLike = { "${local.issuer}:sub" = subjects } } : {},
        )
      }]
    })
  }

  # Subjects with a wildcard need another operator.
  patterns = {
    plan  = [for subject in local.plan_subjects : subject if strcontains(subject, "*")]
    apply = [for subject in local.apply_subjects : subject if strcontains(subject, "*")]
  }
}

# Plans: reads the account but no data in it, reads states, and locks them while it does.
resource "aws_iam_role" "plan" {
  for_each           = local.roles
  name               = "${each.value.name}-plan"
  description        = "CI of ${local.platform} plans ${local.environment}, ${each.key}"
  assume_role_policy = local.trust.plan
}

resource "aws_iam_role_policy_attachment" "plan" {
  for_each   = local.roles
  role       = aws_iam_role.plan[each.key].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role_policy" "plan" {
  for_each = local.roles
  name     = "state"
  role     = aws_iam_role.plan[each.key].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ListStates"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.state.arn]
      },
      {
        Sid      = "ReadStates"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${aws_s3_bucket.state.arn}/${each.value.states}.tfstate", "${aws_s3_bucket.state.arn}/${each.value.states}.tfstate.tflock"]
      },
      {
        Sid      = "LockStates"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:DeleteObject"]
        Resource = ["${aws_s3_bucket.state.arn}/${each.value.states}.tfstate.tflock"]
      },
      {
        Sid      = "UseTheKey"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
        Resource = [aws_kms_key.state.arn]
      },
      {
        Sid         = "ReadNoObjects"
        Effect      = "Deny"
        Action      = ["s3:GetObject", "s3:GetObjectVersion"]
        NotResource = ["${aws_s3_bucket.state.arn}/${each.value.states}.tfstate", "${aws_s3_bucket.state.arn}/${each.value.states}.tfstate.tflock"]
      },
      {
        Sid    = "ReadNoData"
        Effect = "Deny"
        Action = [
          "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "kinesis:GetRecords",
          "logs:FilterLogEvents", "logs:GetLogEvents", "logs:StartQuery", "secretsmanager:GetSecretValue", "sqs:ReceiveMessage",
        ]
        Resource = ["*"]
      },
      # Keys of AWS itself, as that of parameters which are secret, let everyone in who may read what they encrypt.
      {
        Sid         = "DecryptNothingElse"
        Effect      = "Deny"
        Action      = ["kms:Decrypt"]
        NotResource = [aws_kms_key.state.arn]
      },
    ]
  })
}

# Applies: what local.apply_policies allow, but neither this directory's own resources nor the history of states.
resource "aws_iam_role" "apply" {
  for_each             = local.roles
  name                 = "${each.value.name}-apply"
  description          = "CI of ${local.platform} applies ${local.environment}, ${each.key}"
  assume_role_policy   = local.trust.apply
  max_session_duration = 7200
}

resource "aws_iam_role_policy_attachment" "apply" {
  for_each = {
    for pair in setproduct(keys(local.roles), local.apply_policies) : "${pair[0]} ${pair[1]}" => { role = pair[0], policy = pair[1] }
  }
  role       = aws_iam_role.apply[each.value.role].name
  policy_arn = each.value.policy
}

resource "aws_iam_role_policy" "apply" {
  for_each = local.roles
  name     = "state"
  role     = aws_iam_role.apply[each.key].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ListStates"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.state.arn]
      },
      {
        Sid      = "WriteStates"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = ["${aws_s3_bucket.state.arn}/${each.value.states}.tfstate", "${aws_s3_bucket.state.arn}/${each.value.states}.tfstate.tflock"]
      },
      {
        Sid      = "UnlockStates"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject"]
        Resource = ["${aws_s3_bucket.state.arn}/${each.value.states}.tfstate.tflock"]
      },
      {
        Sid      = "UseTheKey"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource = [aws_kms_key.state.arn]
      },
      {
        Sid      = "KeepTheBootstrap"
        Effect   = "Deny"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = ["${aws_s3_bucket.state.arn}/_bootstrap/*"]
      },
      {
        Sid    = "KeepTheBucket"
        Effect = "Deny"
        Action = [
          "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:DeleteObjectVersion", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy",
          "s3:PutBucketPublicAccessBlock", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration",
        ]
        Resource = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]
      },
      {
        Sid    = "KeepTheKey"
        Effect = "Deny"
        Action = [
          "kms:CreateGrant", "kms:DisableKey", "kms:DisableKeyRotation", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:UpdateAlias",
        ]
        Resource = [aws_kms_key.state.arn]
      },
      {
        Sid    = "KeepTheRoles"
        Effect = "Deny"
        Action = [
          "iam:AttachRolePolicy", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
        ]
        Resource = flatten([for role in values(local.roles) : [for kind in ["plan", "apply"] : "arn:${data.aws_partition.current.partition}:iam::${local.account}:role/${role.name}-${kind}"]])
      },
      {
        Sid    = "KeepTheIssuer"
        Effect = "Deny"
        Action = [
          "iam:AddClientIDToOpenIDConnectProvider", "iam:DeleteOpenIDConnectProvider", "iam:RemoveClientIDFromOpenIDConnectProvider",
          "iam:UpdateOpenIDConnectProviderThumbprint",
        ]
        Resource = [local.issuer_arn]
      },
    ]
  })
}
