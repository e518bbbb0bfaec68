# A service account and all that it may do.

locals {
  # Formed here, so that a plan shows who may do what before there is anybody.
  email  = "${google_service_account.default.account_id}@${var.project_id}.iam.gserviceaccount.com"
  member = "serviceAccount:${local.email}"
}

resource "google_service_account" "default" {
  project      = var.project_id
  account_id   = var.name
  display_name = var.description
}

resource "google_project_iam_member" "default" {
  for_each = var.grants
  project  = each.value.project
  role     = each.value.role
  member   = local.member
  dynamic "condition" {
    for_each = each.value.condition == null ? [] : [each.value.condition]
    content {
      title      = condition.value.title
      expression = condition.value.expression
    }
  }
}

resource "google_pubsub_topic_iam_member" "default" {
  for_each = var.publishes
  project  = var.project_id
  topic    = each.value
  role     = "roles/pubsub.publisher"
  member   = local.member
}

resource "google_secret_manager_secret_iam_member" "default" {
  for_each  = var.secrets
  project   = var.project_id
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = local.member
}
