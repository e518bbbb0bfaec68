# A service with a server of its own: Google's Java image, the uploaded archive laid over it, and the command that starts the jar. Nothing
# is built. (A Cloud Run build of an archive is always the build of a function: it puts the Functions Framework in front.)

module "account" {
  source      = "../account"
  description = "Runs ${var.name}."
  grants      = var.account.grants
  name        = var.name
  project_id  = var.project_id
  publishes   = var.account.publishes
  secrets     = var.secret_environment
}

resource "google_cloud_run_v2_service" "default" {
  provider             = google-beta
  project              = var.project_id
  location             = var.region
  name                 = var.name
  labels               = var.labels
  ingress              = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
  default_uri_disabled = true
  deletion_protection  = false
  launch_stage         = "BETA"
  template {
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"
    max_instance_request_concurrency = var.settings.concurrency
    service_account                  = module.account.account.email
    timeout                          = "${var.settings.timeout}s"
    scaling {
      max_instance_count = var.settings.max_instances
      min_instance_count = var.settings.min_instances
    }
    containers {
      image          = "scratch"
      base_image_uri = "${var.region}-docker.pkg.dev/serverless-runtimes/google-22-full/runtimes/java21"
      command        = ["java"]
      args           = concat(var.java_options, ["-jar", var.jar])
      source_code {
        cloud_storage_source {
          bucket = var.archive.bucket
          object = var.archive.object
        }
      }
      ports {
        container_port = 8080
      }
      resources {
        cpu_idle          = true
        startup_cpu_boost = true
        limits = {
          cpu    = var.settings.cpu
          memory = var.settings.memory
        }
      }
      startup_probe {
        failure_threshold = 30
        period_seconds    = 1
        http_get {
          path = "/health"
        }
      }
      dynamic "env" {
        for_each = var.environment
        content {
          name  = env.key
          value = env.value
        }
      }
      dynamic "env" {
        for_each = var.secret_environment
        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }
    }
  }
}

# Everybody calls it, through the load balancer only; whom it lets in further is decided by the gateway for each server.
resource "google_cloud_run_v2_service_iam_binding" "invoker" {
  project  = var.project_id
  location = var.region
  name     = google_cloud_run_v2_service.default.name
  role     = "roles/run.invoker"
  members  = ["allUsers"]
}
