# What functions are told, and what an operator may say.

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

run "environment" {
  command = plan
  variables {
    archives_path    = run.setup.archives_path
    github_app_id    = "12345"
    github_client_id = "Iv23liAbCdEfGhIjKlMn"
  }
  assert {
    condition = alltrue(flatten([
      for k in keys(local.topology.functions) : [
        for name in concat(keys(local.environment[k]), keys(local.secret_environment[k])) :
        strcontains(file("../functions/CONFIGURATION.md"), "| `${name}` |") if startswith(name, "SIGIL_")
      ]
    ]))
    error_message = "A variable is set that functions/CONFIGURATION.md does not know."
  }
  assert {
    condition = alltrue(flatten([
      for k in keys(local.topology.functions) : [for name in keys(local.environment[k]) : !can(regex("(SECRET|KEY|TOKEN|PASSWORD)$", name))]
    ]))
    error_message = "What is secret comes from Secret Manager."
  }
  assert {
    condition = alltrue([
      for k in keys(local.topology.functions) : alltrue([
        for name in regexall("\\| `(SIGIL_GCP_[A-Z_]+)` \\| all, on Google Cloud \\| required", file("../functions/CONFIGURATION.md")) : contains(keys(local.environment[k]), name[0])
      ])
    ])
    error_message = "A setting is missing that every function requires."
  }
  assert {
    condition     = local.environment["gateway"].SIGIL_GCP_CELLS == "sigil-test/us-central1" && local.environment["gateway"].SIGIL_GATEWAY_TRUST_FORWARDED == "true"
    error_message = "Servers are placed in this project, and the gateway believes its load balancer."
  }
  assert {
    condition     = alltrue([for k in keys(local._settings) : contains(keys(local.topology.functions), k)]) && alltrue([for k in local._readers : contains(keys(local.topology.functions), k)])
    error_message = "Settings are kept for a function that is gone."
  }
  assert {
    condition     = alltrue([for v in local.topology.functions : alltrue([for port in v.ports : contains(keys(local._port_roles), port)])])
    error_message = "A port has no role."
  }
}

run "refusals" {
  command = plan
  variables {
    alert_email    = "nobody"
    archives_path  = run.setup.archives_path
    blocked_ranges = ["203.0.113.1"]
    budget         = { amount = 1, billing_account = "mine" }
    cells = {
      a = { project_id = "sigil-cell", region = "us-central1" }
      b = { project_id = "sigil-cell", region = "us-central1" }
    }
    database         = { backup_days = 0 }
    delivery         = { max_attempts = 3 }
    domain           = "https://mcp.example.com/"
    functions        = { scanjob = {} }
    github_app_id    = "sigil"
    github_client_id = "Iv 23"
    images           = { keep_count = 1 }
    prefix           = "sigil-platform"
    project_id       = "Sigil"
    rate_limit       = 1
    region           = "us-central1-a"
  }
  expect_failures = [
    var.alert_email,
    var.blocked_ranges,
    var.budget,
    var.cells,
    var.database,
    var.delivery,
    var.domain,
    var.functions,
    var.github_app_id,
    var.github_client_id,
    var.images,
    var.prefix,
    var.project_id,
    var.rate_limit,
    var.region,
  ]
}
