locals {
  collections = distinct(concat(
    [for v in local.topology.indexes : v.collection],
    keys(try(local.topology.collections, {}))
  ))
  _expiring = {
    for k, v in try(local.topology.collections, {}) : k => v.expires if try(v.expires, null) != null
  }
}

resource "google_firestore_database" "default" {
  project                           = var.project_id
  name                              = var.database.name
  location_id                       = coalesce(var.database.location, var.region)
  type                              = "FIRESTORE_NATIVE"
  concurrency_mode                  = "PESSIMISTIC"
  delete_protection_state           = "DELETE_PROTECTION_ENABLED"
  deletion_policy                   = "ABANDON"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  depends_on                        = [google_project_service.default]
}

resource "google_firestore_backup_schedule" "default" {
  project   = var.project_id
  database  = google_firestore_database.default.name
  retention = "${var.database.backup_days * 24 * 60 * 60}s"
  daily_recurrence {}
}

# Equality on each field, then the order, ties broken by the document's id: dev.sigil.core.store.Index. An order alone needs no index of
# ours: Firestore keeps one for each field, and refuses a second.
resource "google_firestore_index" "default" {
  for_each   = { for v in local.topology.indexes : v.name => v if length(v.equal) > 0 }
  project    = var.project_id
  database   = google_firestore_database.default.name
  collection = each.value.collection
  dynamic "fields" {
    for_each = concat(
      [for v in each.value.equal : { path = v, order = "ASCENDING" }],
      [for v in [each.value.order, "__name__"] : { path = v, order = each.value.direction }]
    )
    content {
      field_path = fields.value.path
      order      = fields.value.order
    }
  }
}

# The body is text of up to 1 MB, and the mark tells one write from the next: no query looks into either, and without this each write would
# index both twice.
resource "google_firestore_field" "unindexed" {
  for_each   = { for v in setproduct(local.collections, ["json", "mark"]) : join(".", v) => { collection = v[0], field = v[1] } }
  project    = var.project_id
  database   = google_firestore_database.default.name
  collection = each.value.collection
  field      = each.value.field
  index_config {}
}

resource "google_firestore_field" "expiry" {
  for_each   = local._expiring
  project    = var.project_id
  database   = google_firestore_database.default.name
  collection = each.key
  field      = each.value
  index_config {}
  ttl_config {}
}
