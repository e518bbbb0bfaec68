# What scripts/package made, by content: an archive that changed is a new object, and so a new deployment.
resource "google_storage_bucket" "archives" {
  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-archives"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true
  labels                      = var.labels
  depends_on                  = [google_project_service.default]
}

resource "google_storage_bucket_object" "archive" {
  for_each = local._archives
  bucket   = google_storage_bucket.archives.name
  name     = "${each.key}-${filemd5(each.value)}${local._archive_types[each.key]}"
  source   = each.value
}

# What is not built is fetched by Cloud Run itself, when an instance starts.
resource "google_storage_bucket_iam_member" "archives" {
  bucket     = google_storage_bucket.archives.name
  role       = "roles/storage.objectViewer"
  member     = local.run_agents[var.project_id]
  depends_on = [google_project_service_identity.run]
}

# Strangers' sources on their way to their build, which takes minutes.
resource "google_storage_bucket" "sources" {
  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-sources"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true
  labels                      = var.labels
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = 7
    }
  }
  soft_delete_policy {
    retention_duration_seconds = 0
  }
  depends_on = [google_project_service.default]
}

resource "google_storage_bucket" "web" {
  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-web"
  location                    = var.region
  uniform_bucket_level_access = true
  force_destroy               = true
  labels                      = var.labels
  website {
    main_page_suffix = "index.html"
  }
  depends_on = [google_project_service.default]
}

# The CDN reads a bucket as everybody does. This role reads objects by name and lists nothing.
resource "google_storage_bucket_iam_member" "web" {
  bucket = google_storage_bucket.web.name
  role   = "roles/storage.legacyObjectReader"
  member = "allUsers"
}

resource "google_storage_bucket_object" "web" {
  for_each      = { for v in fileset(var.web_path, "**") : v => "${var.web_path}/${v}" if !startswith(v, "tests/") }
  bucket        = google_storage_bucket.web.name
  name          = each.key
  source        = each.value
  content_type  = lookup(local._content_types, element(reverse(split(".", each.key)), 0), "application/octet-stream")
  cache_control = endswith(each.key, ".html") ? "no-cache" : "public, max-age=300"
}

locals {
  # Cloud Run takes an archive that needs no build as tar, Cloud Functions takes zip.
  _archive_types = { for k, v in local.topology.functions : k => v.kind == "service" ? ".tar.gz" : ".zip" }
  _archives      = { for k, v in local._archive_types : k => "${var.archives_path}/${k}${v}" }
  archives = {
    for k, v in google_storage_bucket_object.archive : k => { bucket = v.bucket, object = v.name }
  }
  _content_types = {
    css   = "text/css; charset=utf-8"
    html  = "text/html; charset=utf-8"
    ico   = "image/x-icon"
    js    = "text/javascript; charset=utf-8"
    json  = "application/json"
    mjs   = "text/javascript; charset=utf-8"
    png   = "image/png"
    svg   = "image/svg+xml"
    txt   = "text/plain; charset=utf-8"
    woff2 = "font/woff2"
  }
}
