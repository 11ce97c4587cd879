locals {
  platform    = "acme-ml"
  environment = "shared"
  account     = "111111111111"
  region      = "eu-north-1"
  bucket      = "acme-ml-shared-111111111111-state"

  # Tokens of CI: who signs them, and the subjects that may plan and apply.
  issuer         = "token.actions.githubusercontent.com"
  audience       = "sts.amazonaws.com"
  create_issuer  = true
  thumbprints    = null # AWS knows the certificate authorities of public issuers
  plan_subjects  = ["repo:acme/ml-platform:pull_request", "repo:acme/ml-platform:ref:refs/heads/main"]
  apply_subjects = ["repo:acme/ml-platform:environment:shared"]

  # What the apply roles may do.
  apply_policies = ["arn:aws:iam::aws:policy/AdministratorAccess"]

  # Pairs of roles, each with the states that it reaches.
  roles = {
    default = { name = "acme-ml-shared", states = "acme-ml/shared/*" }
  }
}
