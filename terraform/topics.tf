resource "google_pubsub_topic" "default" {
  for_each   = local.topics
  project    = var.project_id
  name       = "${var.prefix}-${each.key}"
  labels     = var.labels
  depends_on = [google_project_service.default]
}

# Cloud Build publishes here by itself, in the project of the build, where a topic of this name exists.
resource "google_pubsub_topic" "foreign" {
  for_each   = local.foreign_topics
  project    = var.project_id
  name       = each.key
  labels     = var.labels
  depends_on = [google_project_service.default]
}

locals {
  topic_names = merge(
    { for k, v in google_pubsub_topic.default : k => v.name },
    { for k, v in google_pubsub_topic.foreign : k => v.name }
  )
}
