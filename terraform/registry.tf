# Images of hosted servers. The newest of each server stay for a rollback, however old they are.
resource "google_artifact_registry_repository" "servers" {
  project       = var.project_id
  location      = var.region
  repository_id = "${var.prefix}-servers"
  description   = "Images of hosted servers, one package for each."
  format        = "DOCKER"
  labels        = var.labels
  cleanup_policies {
    id     = "keep-newest"
    action = "KEEP"
    most_recent_versions {
      keep_count = var.images.keep_count
    }
  }
  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      older_than = "${var.images.delete_after_days * 24 * 60 * 60}s"
    }
  }
  depends_on = [google_project_service.default]
}

# Images of the functions themselves, and of the bridge that builds copy into a server's image.
resource "google_artifact_registry_repository" "platform" {
  project       = var.project_id
  location      = var.region
  repository_id = "${var.prefix}-platform"
  description   = "Images of Sigil's functions and of its bridge."
  format        = "DOCKER"
  labels        = var.labels
  cleanup_policies {
    id     = "keep-newest"
    action = "KEEP"
    most_recent_versions {
      keep_count = 5
    }
  }
  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      older_than = "2592000s"
    }
  }
  depends_on = [google_project_service.default]
}

locals {
  _registry         = "${var.region}-docker.pkg.dev/${var.project_id}"
  image_repository  = "${local._registry}/${google_artifact_registry_repository.servers.repository_id}"
  bridge_image      = coalesce(var.bridge_image, "${local._registry}/${google_artifact_registry_repository.platform.repository_id}/bridge:latest")
  platform_registry = "projects/${var.project_id}/locations/${var.region}/repositories/${google_artifact_registry_repository.platform.repository_id}"
}
