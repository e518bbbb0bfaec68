# What must not be lost, and what must not be kept.

mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

mock_provider "google-beta" {}

variables {
  domain     = "mcp.example.com"
  project_id = "sigil-test"
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "data" {
  command = plan
  variables {
    archives_path = run.setup.archives_path
  }
  assert {
    condition     = google_firestore_database.default.delete_protection_state == "DELETE_PROTECTION_ENABLED" && google_firestore_database.default.deletion_policy == "ABANDON"
    error_message = "The database cannot be deleted, not by Terraform either."
  }
  assert {
    condition     = google_firestore_database.default.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED" && google_firestore_backup_schedule.default.retention == "1209600s"
    error_message = "The database can be put back: to any minute of a week, to any day of two."
  }
  assert {
    condition = { for k, v in google_firestore_index.default : k => concat([v.collection], [for field in v.fields : "${field.field_path} ${field.order}"]) } == {
      for v in local.topology.indexes : v.name => concat(
        [v.collection], [for field in v.equal : "${field} ASCENDING"], ["${v.order} ${v.direction}", "__name__ ${v.direction}"]
      ) if length(v.equal) > 0
    }
    error_message = "The indexes are those of the code, but for those that Firestore keeps by itself."
  }
  assert {
    condition = alltrue([
      for v in setproduct([for index in local.topology.indexes : index.collection], ["json", "mark"]) : anytrue([
        for field in google_firestore_field.unindexed : field.collection == v[0] && field.field == v[1] && length(field.index_config) == 1
      ])
    ])
    error_message = "No body is indexed, and no mark."
  }
  assert {
    condition     = alltrue([for v in [google_storage_bucket.archives, google_storage_bucket.sources] : v.public_access_prevention == "enforced" && v.uniform_bucket_level_access])
    error_message = "Archives and sources are nobody else's."
  }
  assert {
    condition     = one(one(google_storage_bucket.sources.lifecycle_rule).condition).age == 7
    error_message = "Sources are forgotten after a week."
  }
  assert {
    condition     = google_storage_bucket_iam_member.web.role == "roles/storage.legacyObjectReader"
    error_message = "The site is read by name, not listed."
  }
  assert {
    condition     = toset([for v in google_artifact_registry_repository.servers.cleanup_policies : v.action]) == toset(["DELETE", "KEEP"])
    error_message = "Images of servers are cleaned up, the newest never."
  }
  assert {
    condition     = alltrue([for v in google_secret_manager_secret.default : v.deletion_protection])
    error_message = "A secret of the platform cannot be deleted by a slip."
  }
}
