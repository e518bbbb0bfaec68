# One address, and who is turned away.

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

run "load_balancer" {
  command = plan
  variables {
    archives_path = run.setup.archives_path
  }
  assert {
    condition = (
      { for rule in google_compute_url_map.default.path_matcher[0].path_rule : join(" ", rule.paths) => true if !contains(rule.paths, "/") } == {
        for prefix in flatten([for v in local.http_functions : v.routes]) : "${prefix} ${prefix}/*" => true
      }
    )
    error_message = "The load balancer routes what the code routes."
  }
  assert {
    condition = (
      alltrue([for v in google_compute_backend_service.default : v.load_balancing_scheme == "EXTERNAL_MANAGED" && v.protocol == "HTTPS"]) &&
      length(regexall("security_policy *= google_compute_security_policy.default.id", run.setup.files["load-balancer.tf"])) == 1
    )
    error_message = "Cloud Armor stands before every backend."
  }
  assert {
    condition     = anytrue([for v in google_compute_security_policy.default.rule : v.action == "throttle" && try(v.rate_limit_options[0].rate_limit_threshold[0].count, 0) == 1200])
    error_message = "One address has its share and no more."
  }
  assert {
    condition     = google_compute_ssl_policy.default.min_tls_version == "TLS_1_2" && google_compute_managed_ssl_certificate.default.managed[0].domains == tolist(["mcp.example.com"])
    error_message = "The certificate is the domain's, and old protocols are refused."
  }
  assert {
    condition     = google_compute_url_map.redirect.default_url_redirect[0].https_redirect && alltrue([for v in google_compute_global_forwarding_rule.http : v.port_range == "80"])
    error_message = "Plain HTTP is only redirected."
  }
  assert {
    condition     = google_compute_backend_bucket.web.enable_cdn
    error_message = "The site is served by the CDN."
  }
  assert {
    condition     = output.webhook_url == "https://mcp.example.com/webhooks/github" && output.dashboard_url == "https://mcp.example.com/"
    error_message = "The outputs say where Sigil is."
  }
}
