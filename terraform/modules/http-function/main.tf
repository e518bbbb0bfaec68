# A function that answers HTTP: the function, its account, and who may call it.

module "account" {
  source      = "../account"
  description = "Runs ${var.name}."
  grants      = var.account.grants
  name        = var.name
  project_id  = var.project_id
  publishes   = var.account.publishes
  secrets     = var.secret_environment
}

resource "google_cloudfunctions2_function" "default" {
  project  = var.project_id
  location = var.region
  name     = var.name
  labels   = var.labels
  build_config {
    runtime           = "java21"
    entry_point       = var.entry_point
    docker_repository = var.build.repository
    service_account   = "projects/${var.project_id}/serviceAccounts/${var.build.account}"
    source {
      storage_source {
        bucket = var.archive.bucket
        object = var.archive.object
      }
    }
    automatic_update_policy {}
  }
  service_config {
    available_cpu                    = var.settings.cpu
    available_memory                 = var.settings.memory
    environment_variables            = var.environment
    ingress_settings                 = var.ingress
    max_instance_count               = var.settings.max_instances
    max_instance_request_concurrency = var.settings.concurrency
    min_instance_count               = var.settings.min_instances
    service_account_email            = module.account.account.email
    timeout_seconds                  = var.settings.timeout
    dynamic "secret_environment_variables" {
      for_each = var.secret_environment
      iterator = secret
      content {
        key        = secret.key
        project_id = var.project_id
        secret     = secret.value
        version    = "latest"
      }
    }
  }
}

# For this role the list is whole: whoever is added elsewhere goes at the next apply.
resource "google_cloud_run_v2_service_iam_binding" "invoker" {
  project  = var.project_id
  location = var.region
  name     = google_cloudfunctions2_function.default.name
  role     = "roles/run.invoker"
  members  = var.invokers
}
