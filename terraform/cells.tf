# A cell is a project and region that hosts servers: the unit of Cloud Run's quotas. In a project of its own, what may manage servers
# reaches nothing of the control plane (SECURITY.md).

locals {
  cells = (
    length(var.cells) == 0
    ? { home = { project_id = var.project_id, region = var.region } }
    : var.cells
  )
  cell_projects = toset([for v in local.cells : v.project_id])
}

# The control plane's alerts see what happens in every cell.
resource "google_monitoring_monitored_project" "default" {
  for_each      = setsubtract(local.cell_projects, [var.project_id])
  metrics_scope = "locations/global/metricsScopes/${var.project_id}"
  name          = each.key
  depends_on    = [google_project_service.default]
}

# Cloud Run's own account, by project.
locals {
  run_agents = {
    for k, v in data.google_project.default :
    k => "serviceAccount:service-${v.number}@serverless-robot-prod.iam.gserviceaccount.com"
  }
}

# Cloud Run of another project fetches the images of its servers here.
resource "google_artifact_registry_repository_iam_member" "cell" {
  for_each   = setsubtract(local.cell_projects, [var.project_id])
  project    = var.project_id
  location   = google_artifact_registry_repository.servers.location
  repository = google_artifact_registry_repository.servers.repository_id
  role       = "roles/artifactregistry.reader"
  member     = local.run_agents[each.key]
  depends_on = [google_project_service_identity.run]
}
