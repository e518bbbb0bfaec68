locals {
  # What the control plane calls, and what a project needs that hosts servers.
  _home_services = [
    "artifactregistry.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "cloudscheduler.googleapis.com",
    "compute.googleapis.com",
    "containeranalysis.googleapis.com",
    "firestore.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
  ]
  _cell_services = [
    "iam.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
  ]
  _services = merge(
    { for v in local._home_services : "${var.project_id}/${v}" => { project = var.project_id, service = v } },
    { for v in setproduct(local.cell_projects, local._cell_services) :
      "${v[0]}/${v[1]}" => { project = v[0], service = v[1] }
    }
  )
}

resource "google_project_service" "default" {
  for_each           = local._services
  project            = each.value.project
  service            = each.value.service
  disable_on_destroy = false
}

# Google makes these accounts when a service is first used; grants to them come earlier.
resource "google_project_service_identity" "pubsub" {
  provider   = google-beta
  project    = var.project_id
  service    = "pubsub.googleapis.com"
  depends_on = [google_project_service.default]
}

resource "google_project_service_identity" "run" {
  provider   = google-beta
  for_each   = setunion([var.project_id], local.cell_projects)
  project    = each.key
  service    = "run.googleapis.com"
  depends_on = [google_project_service.default]
}

data "google_project" "default" {
  for_each   = setunion([var.project_id], local.cell_projects)
  project_id = each.key
}
