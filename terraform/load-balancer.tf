# One address for everything: paths of the HTTP functions to them, the site to its bucket behind a CDN, and what is left is MCP traffic,
# which the gateway takes.

locals {
  public_url = "https://${var.domain}"

  # Names of the backends that answer on a Cloud Run service.
  backends = merge(
    { for k, v in module.http_functions : k => v.name },
    { for k, v in module.services : k => v.name }
  )
  # What owns each path prefix; the longest wins.
  routes = merge([
    for k, v in local.http_functions : { for prefix in v.routes : prefix => k }
  ]...)
  _site_paths = ["/", "/components/*", "/favicon.ico", "/index.html", "/lib/*", "/styles/*"]
}

resource "google_compute_region_network_endpoint_group" "default" {
  for_each              = local.backends
  project               = var.project_id
  region                = var.region
  name                  = "${var.prefix}-${each.key}"
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = each.value
  }
}

resource "google_compute_backend_service" "default" {
  for_each              = local.backends
  project               = var.project_id
  name                  = "${var.prefix}-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.default.id
  custom_response_headers = [
    "Strict-Transport-Security: max-age=31536000; includeSubDomains",
  ]
  backend {
    group = google_compute_region_network_endpoint_group.default[each.key].id
  }
  log_config {
    enable      = true
    sample_rate = 0.1
  }
}

resource "google_compute_backend_bucket" "web" {
  project          = var.project_id
  name             = "${var.prefix}-web"
  bucket_name      = google_storage_bucket.web.name
  compression_mode = "AUTOMATIC"
  enable_cdn       = true
  cdn_policy {
    cache_mode       = "USE_ORIGIN_HEADERS"
    negative_caching = true
  }
  custom_response_headers = [
    "Referrer-Policy: no-referrer",
    "Strict-Transport-Security: max-age=31536000; includeSubDomains",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: DENY",
  ]
  depends_on = [google_project_service.default]
}

resource "google_compute_url_map" "default" {
  project         = var.project_id
  name            = "${var.prefix}-https"
  default_service = google_compute_backend_service.default["gateway"].id
  host_rule {
    hosts        = [var.domain]
    path_matcher = "sigil"
  }
  path_matcher {
    name            = "sigil"
    default_service = google_compute_backend_service.default["gateway"].id
    dynamic "path_rule" {
      for_each = local.routes
      content {
        paths   = [path_rule.key, "${path_rule.key}/*"]
        service = google_compute_backend_service.default[path_rule.value].id
      }
    }
    path_rule {
      paths   = local._site_paths
      service = google_compute_backend_bucket.web.id
    }
  }
}

# No rule set for web attacks: they look into bodies, which here carry code and commit messages by nature. Framing is checked by the load
# balancer and again by the gateway.
resource "google_compute_security_policy" "default" {
  project     = var.project_id
  name        = var.prefix
  description = "Who is turned away before a function is woken."
  dynamic "rule" {
    for_each = length(var.blocked_ranges) == 0 ? [] : [var.blocked_ranges]
    content {
      action      = "deny(403)"
      priority    = 100
      description = "Ranges that the operator blocked."
      match {
        versioned_expr = "SRC_IPS_V1"
        config {
          src_ip_ranges = rule.value
        }
      }
    }
  }
  rule {
    action      = "throttle"
    priority    = 1000
    description = "A share for each address."
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"
      rate_limit_threshold {
        count        = var.rate_limit
        interval_sec = 60
      }
    }
  }
  rule {
    action      = "allow"
    priority    = 2147483647
    description = "Everybody else."
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }
  depends_on = [google_project_service.default]
}

resource "google_compute_managed_ssl_certificate" "default" {
  project = var.project_id
  name    = "${var.prefix}-${replace(var.domain, ".", "-")}"
  managed {
    domains = [var.domain]
  }
  lifecycle {
    create_before_destroy = true
  }
  depends_on = [google_project_service.default]
}

resource "google_compute_ssl_policy" "default" {
  project         = var.project_id
  name            = var.prefix
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
  depends_on      = [google_project_service.default]
}

resource "google_compute_target_https_proxy" "default" {
  project          = var.project_id
  name             = "${var.prefix}-https"
  url_map          = google_compute_url_map.default.id
  ssl_certificates = [google_compute_managed_ssl_certificate.default.id]
  ssl_policy       = google_compute_ssl_policy.default.id
}

resource "google_compute_url_map" "redirect" {
  project = var.project_id
  name    = "${var.prefix}-http"
  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "MOVED_PERMANENTLY_DEFAULT"
    strip_query            = false
  }
  depends_on = [google_project_service.default]
}

resource "google_compute_target_http_proxy" "redirect" {
  project = var.project_id
  name    = "${var.prefix}-http"
  url_map = google_compute_url_map.redirect.id
}

resource "google_compute_global_address" "default" {
  for_each   = toset(["IPV4", "IPV6"])
  project    = var.project_id
  name       = "${var.prefix}-${lower(each.key)}"
  ip_version = each.key
  depends_on = [google_project_service.default]
}

resource "google_compute_global_forwarding_rule" "https" {
  for_each              = google_compute_global_address.default
  project               = var.project_id
  name                  = "${var.prefix}-https-${lower(each.key)}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = each.value.id
  port_range            = "443"
  target                = google_compute_target_https_proxy.default.id
}

resource "google_compute_global_forwarding_rule" "http" {
  for_each              = google_compute_global_address.default
  project               = var.project_id
  name                  = "${var.prefix}-http-${lower(each.key)}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = each.value.id
  port_range            = "80"
  target                = google_compute_target_http_proxy.redirect.id
}
