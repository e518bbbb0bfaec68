# The platform's own secrets. Those of hosted servers are sigil-<deployment>-<name>, made by console-api, which cannot touch these.

locals {
  # Secrets that begin with a random value; others wait for one (README.md).
  _random_secrets = toset(["console-session-keys", "gateway-session-key", "github-webhook-secret"])
  _secrets        = setunion(local._random_secrets, ["github-app-key", "github-client-secret"])
}

resource "google_secret_manager_secret" "default" {
  for_each            = local._secrets
  project             = var.project_id
  secret_id           = "platform-${each.key}"
  deletion_protection = true
  labels              = var.labels
  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }
  depends_on = [google_project_service.default]
}

resource "random_bytes" "secret" {
  for_each = local._random_secrets
  length   = 32
}

# Later versions are added by hand or by scripts/create-github-app; functions read the latest.
resource "google_secret_manager_secret_version" "first" {
  for_each    = local._random_secrets
  secret      = google_secret_manager_secret.default[each.key].id
  secret_data = random_bytes.secret[each.key].base64
  lifecycle {
    ignore_changes = [enabled, secret_data]
  }
}
