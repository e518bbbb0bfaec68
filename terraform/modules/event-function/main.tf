# A function that events start: the function with its account, an account that only pushes, and for each topic a subscription of its own
# with a dead letter. Why not the trigger that Cloud Functions makes: it has no dead letter, and its retries are not ours to set.

locals {
  _agent = "serviceAccount:service-${var.project_number}@gcp-sa-pubsub.iam.gserviceaccount.com"
  _push  = "${google_service_account.push.account_id}@${var.project_id}.iam.gserviceaccount.com"

  # A subscription's name tells whose it is and of which topic: the function reads both from it.
  _names = { for k, v in var.subscriptions : k => "${var.name}.${k}" }
}

module "function" {
  source             = "../http-function"
  account            = var.account
  archive            = var.archive
  build              = var.build
  entry_point        = var.entry_point
  environment        = merge(var.environment, { SIGIL_DELIVERY_ATTEMPTS = tostring(var.delivery.max_attempts) })
  ingress            = "ALLOW_INTERNAL_ONLY"
  invokers           = ["serviceAccount:${local._push}"]
  labels             = var.labels
  name               = var.name
  project_id         = var.project_id
  region             = var.region
  secret_environment = var.secret_environment
  settings           = merge({ timeout = var.delivery.ack_deadline - 60 }, var.settings)
}

resource "google_service_account" "push" {
  project      = var.project_id
  account_id   = "${var.name}-push"
  display_name = "Delivers events to ${var.name}."
}

# Pub/Sub signs each push as that account.
resource "google_service_account_iam_binding" "push" {
  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  members            = [local._agent]
}

resource "google_pubsub_subscription" "default" {
  for_each                   = var.subscriptions
  project                    = var.project_id
  name                       = local._names[each.key]
  topic                      = each.value
  ack_deadline_seconds       = var.delivery.ack_deadline
  message_retention_duration = "${var.delivery.retention_days * 24 * 60 * 60}s"
  labels                     = var.labels
  push_config {
    push_endpoint = module.function.uri
    oidc_token {
      service_account_email = local._push
      audience              = module.function.uri
    }
  }
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[each.key].id
    max_delivery_attempts = var.delivery.max_attempts
  }
  retry_policy {
    minimum_backoff = "${var.delivery.minimum_backoff}s"
    maximum_backoff = "${var.delivery.maximum_backoff}s"
  }
  expiration_policy {
    ttl = ""
  }
  depends_on = [google_service_account_iam_binding.push]
}

resource "google_pubsub_topic" "dead" {
  for_each = var.subscriptions
  project  = var.project_id
  name     = "${local._names[each.key]}.dead"
  labels   = var.labels
}

# Keeps what could not be delivered until somebody looks: playbooks/dead-letters.md.
resource "google_pubsub_subscription" "dead" {
  for_each                   = var.subscriptions
  project                    = var.project_id
  name                       = "${local._names[each.key]}.dead"
  topic                      = google_pubsub_topic.dead[each.key].name
  ack_deadline_seconds       = 60
  message_retention_duration = "2678400s"
  labels                     = var.labels
  expiration_policy {
    ttl = ""
  }
}

# Pub/Sub itself moves a message to the dead letter, and needs the right to.
resource "google_pubsub_topic_iam_member" "dead" {
  for_each = var.subscriptions
  project  = var.project_id
  topic    = google_pubsub_topic.dead[each.key].name
  role     = "roles/pubsub.publisher"
  member   = local._agent
}

resource "google_pubsub_subscription_iam_member" "dead" {
  for_each     = var.subscriptions
  project      = var.project_id
  subscription = google_pubsub_subscription.default[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = local._agent
}
