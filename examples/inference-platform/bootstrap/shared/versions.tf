terraform {
  # S3's own locking of states (use_lockfile) came with 1.11.
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.25"
    }
  }
}

provider "aws" {
  region              = local.region
  allowed_account_ids = [local.account]

  default_tags {
    tags = {
      "keelson.dev/platform"    = local.platform
      "keelson.dev/environment" = local.environment
      "keelson.dev/unit"        = "bootstrap"
    }
  }
}

data "aws_partition" "current" {}
