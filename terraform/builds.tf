# Builds run strangers' code. Their account writes images and its logs, reads the sources and the bridge, and nothing else; steps that
# strangers wrote run on a network of their own, where no token is to be had (SECURITY.md).

resource "google_service_account" "builder" {
  project      = var.project_id
  account_id   = "${var.prefix}-builder"
  display_name = "Builds of hosted servers."
  depends_on   = [google_project_service.default]
}

resource "google_artifact_registry_repository_iam_member" "builder" {
  for_each = {
    platform = { repository = google_artifact_registry_repository.platform, role = "roles/artifactregistry.reader" }
    servers  = { repository = google_artifact_registry_repository.servers, role = "roles/artifactregistry.writer" }
  }
  project    = var.project_id
  location   = each.value.repository.location
  repository = each.value.repository.repository_id
  role       = each.value.role
  member     = local.members.builder
}

resource "google_project_iam_member" "builder" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = local.members.builder
}

resource "google_storage_bucket_iam_member" "builder" {
  bucket = google_storage_bucket.sources.name
  role   = "roles/storage.objectViewer"
  member = local.members.builder
}

# Turns the functions' archives into images: our own code, but no reason to share an account with strangers' or with what runs.
resource "google_service_account" "packager" {
  project      = var.project_id
  account_id   = "${var.prefix}-packager"
  display_name = "Builds of Sigil's functions."
  depends_on   = [google_project_service.default]
}

resource "google_artifact_registry_repository_iam_member" "packager" {
  project    = var.project_id
  location   = google_artifact_registry_repository.platform.location
  repository = google_artifact_registry_repository.platform.repository_id
  role       = "roles/artifactregistry.writer"
  member     = local.members.packager
}

resource "google_project_iam_member" "packager" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = local.members.packager
}

# Cloud Functions copies an archive into a bucket of its own and hands that to the build.
resource "google_project_iam_member" "packager_sources" {
  project = var.project_id
  role    = "roles/storage.objectViewer"
  member  = local.members.packager
  condition {
    title      = "functions-sources"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-\")"
  }
}


locals {
  emails = {
    for k, v in { builder = google_service_account.builder, packager = google_service_account.packager } :
    k => "${v.account_id}@${var.project_id}.iam.gserviceaccount.com"
  }
  members = { for k, v in local.emails : k => "serviceAccount:${v}" }
}
