# A tick carries no data: what it means is its topic, and when is the moment of its arrival.
resource "google_cloud_scheduler_job" "default" {
  for_each    = { for k, v in local.topics : k => v.schedule if try(v.schedule, null) != null }
  project     = var.project_id
  region      = var.region
  name        = "${var.prefix}-${each.key}"
  description = "Publishes ${each.key}."
  schedule    = each.value
  time_zone   = "Etc/UTC"
  pubsub_target {
    topic_name = "projects/${var.project_id}/topics/${google_pubsub_topic.default[each.key].name}"
    data       = base64encode("{}")
  }
  depends_on = [google_project_service.default]
}
