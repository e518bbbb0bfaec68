# The other tests mock the providers. Here they see a plan with everything in it, and refuse values that are not well-formed.

provider "google" {
  access_token = "none"
}

provider "google-beta" {
  access_token = "none"
}

override_data {
  target = data.google_project.default
  values = { number = "123456789012" }
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "everything" {
  command = plan
  variables {
    alert_email    = "ops@example.com"
    archives_path  = run.setup.archives_path
    blocked_ranges = ["203.0.113.0/24"]
    budget         = { amount = 500, billing_account = "012345-6789AB-CDEF01" }
    cells = {
      a = { project_id = "sigil-cell-a", region = "us-central1" }
      b = { project_id = "sigil-cell-b", region = "europe-west1" }
    }
    database         = { name = "sigil", location = "eur3" }
    domain           = "mcp.example.com"
    functions        = { scan-job = { memory = "4Gi", environment = { SIGIL_SCAN_WAIVED = "abc" } } }
    github_app_id    = "12345"
    github_client_id = "Iv23liAbCdEfGhIjKlMn"
    labels           = { team = "platform" }
    project_id       = "sigil-test"
  }
  assert {
    condition     = local.settings["scan-job"].memory == "4Gi" && local.settings["scan-job"].concurrency == 1 && local.environment["scan-job"].SIGIL_SCAN_WAIVED == "abc" && strcontains(local.environment["scan-job"].JAVA_TOOL_OPTIONS, "SerialGC")
    error_message = "What an operator sets of a function goes over Sigil's own settings, and only that."
  }
}
