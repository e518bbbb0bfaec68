# Whoever is woken knows what to do.

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

run "alerts" {
  command = plan
  variables {
    archives_path = run.setup.archives_path
    alert_email   = "ops@example.com"
    budget        = { amount = 500, billing_account = "012345-6789AB-CDEF01" }
  }
  assert {
    condition     = toset(keys(google_monitoring_alert_policy.default)) == toset([for v in fileset("playbooks", "*.md") : trimsuffix(v, ".md")])
    error_message = "Every alert has a playbook, and every playbook an alert."
  }
  assert {
    condition = alltrue([
      for k, v in google_monitoring_alert_policy.default :
      startswith(v.documentation[0].content, split("\n", file("playbooks/${k}.md"))[0]) &&
      !can(regex("\\$(DOMAIN|PROJECT|REGION)", v.documentation[0].content)) && length(v.documentation[0].content) < 8192 &&
      strcontains(v.documentation[0].content, "gcloud ") && strcontains(v.documentation[0].content, "## Then")
    ])
    error_message = "A playbook says what to look at and what to do, with the commands, and fits into an alert."
  }
  assert {
    condition     = alltrue([for v in google_monitoring_alert_policy.default : length(v.conditions) == 1 && try(length(v.notification_channels), 0) == 1])
    error_message = "Every alert has a condition and reaches somebody."
  }
  assert {
    condition = alltrue([
      for k in keys(local.alerts) : length([
        for kind in [local._thresholds, local._absences, local._log_matches] : kind if contains(keys(kind), k)
      ]) == 1
    ])
    error_message = "A condition is of one kind."
  }
  assert {
    condition     = google_monitoring_uptime_check_config.default.http_check[0].path == "/health" && google_monitoring_uptime_check_config.default.monitored_resource[0].labels.host == "mcp.example.com"
    error_message = "Somebody outside asks whether Sigil answers."
  }
  assert {
    condition     = length(jsondecode(google_monitoring_dashboard.default.dashboard_json).mosaicLayout.tiles) >= 8
    error_message = "The operators have a dashboard."
  }
  assert {
    condition     = tolist([for v in google_billing_budget.default[0].threshold_rules : v.threshold_percent]) == tolist([0.5, 0.9, 1, 1])
    error_message = "Half, nine tenths and the whole of the budget are announced, and a forecast of the whole."
  }
}
