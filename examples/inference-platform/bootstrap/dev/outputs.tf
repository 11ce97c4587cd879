# The state of this directory itself: terraform output -raw backend > backend.tf
output "backend" {
  value = <<-EOT
    terraform {
      backend "s3" {
        bucket              = "${aws_s3_bucket.state.bucket}"
        key                 = "_bootstrap/${local.platform}/${local.environment}.tfstate"
        region              = "${local.region}"
        encrypt             = true
        kms_key_id          = "${aws_kms_key.state.arn}"
        use_lockfile        = true
        allowed_account_ids = ["${local.account}"]
      }
    }
  EOT
}

# Props of the environment, for the program: terraform output -raw environment
output "environment" {
  value = <<-EOT
    {
      account: '${local.account}',
      region: '${local.region}',
      state: { bucket: '${aws_s3_bucket.state.bucket}', kmsKeyArn: '${aws_kms_key.state.arn}' },
      roles: { plan: '${aws_iam_role.plan["default"].arn}', apply: '${aws_iam_role.apply["default"].arn}' },
    %{if length(local.roles) > 1~}
      unitRoles: {
    %{for unit, role in local.roles~}
    %{if unit != "default"~}
        '${unit}': { plan: '${aws_iam_role.plan[unit].arn}', apply: '${aws_iam_role.apply[unit].arn}' },
    %{endif~}
    %{endfor~}
      },
    %{endif~}
    }
  EOT
}
