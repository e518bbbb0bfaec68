# Each alert is named after its page in playbooks/, and carries the whole page: whoever is woken reads it in the message.

locals {
  _functions_pattern = "${var.prefix}-(${join("|", keys(local.topology.functions))})"
  _service           = "resource.type = \"cloud_run_revision\" AND resource.labels.service_name ="
  _request_count     = "metric.type = \"run.googleapis.com/request_count\" AND ${local._service}"
  _subscription      = "resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = monitoring.regex.full_match"
  _uptime            = "resource.type = \"uptime_url\" AND metric.labels.check_id = \"${google_monitoring_uptime_check_config.default.uptime_check_id}\""

  # A threshold is crossed when the value stays above it (or below, with `below`) for `for` seconds. The value is the filter's series,
  # summed or otherwise reduced to one per `by`; with `of`, its share of another filter's.
  _thresholds = {
    certificate-expiring = {
      severity = "WARNING"
      filter   = "metric.type = \"monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires\" AND ${local._uptime}"
      aligner  = "ALIGN_MIN"
      reducer  = "REDUCE_MIN"
      above    = 15
      below    = true
      for      = 600
    }
    dead-letters = {
      severity = "ERROR"
      filter   = "metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND ${local._subscription}(\"${var.prefix}-.*\\\\.dead\")"
      aligner  = "ALIGN_MAX"
      by       = ["resource.labels.subscription_id"]
      above    = 0
      for      = 0
    }
    deliveries-stalled = {
      severity = "ERROR"
      filter   = "metric.type = \"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND ${local._subscription}(\"${local._functions_pattern}\\\\.[a-z-]+\")"
      aligner  = "ALIGN_MAX"
      reducer  = "REDUCE_MAX"
      by       = ["resource.labels.subscription_id"]
      above    = 900
      for      = 300
    }
    function-errors = {
      severity = "ERROR"
      filter   = "${local._request_count} monitoring.regex.full_match(\"${local._functions_pattern}\") AND metric.labels.response_code_class = \"5xx\""
      of       = "${local._request_count} monitoring.regex.full_match(\"${local._functions_pattern}\")"
      aligner  = "ALIGN_RATE"
      by       = ["resource.labels.service_name"]
      above    = 0.05
      for      = 600
    }
    gateway-full = {
      severity = "ERROR"
      filter   = "metric.type = \"run.googleapis.com/container/instance_count\" AND ${local._service} \"${var.prefix}-gateway\""
      aligner  = "ALIGN_MAX"
      above    = floor(0.8 * try(local.settings.gateway.max_instances, 20))
      for      = 300
    }
    quota-exceeded = {
      severity = "ERROR"
      filter   = "metric.type = \"serviceruntime.googleapis.com/quota/exceeded\" AND resource.type = \"consumer_quota\""
      aligner  = "ALIGN_COUNT_TRUE"
      by       = ["resource.labels.service", "metric.labels.quota_metric"]
      above    = 0
      for      = 0
    }
    releases-given-up = {
      severity = "WARNING"
      filter   = "metric.type = \"logging.googleapis.com/user/${google_logging_metric.default["releases-given-up"].name}\" AND resource.type = \"cloud_run_revision\""
      aligner  = "ALIGN_DELTA"
      above    = 0
      for      = 0
    }
    unreachable = {
      severity = "CRITICAL"
      filter   = "metric.type = \"monitoring.googleapis.com/uptime_check/check_passed\" AND ${local._uptime}"
      aligner  = "ALIGN_NEXT_OLDER"
      reducer  = "REDUCE_COUNT_FALSE"
      above    = 1
      for      = 120
    }
    webhook-refused = {
      severity = "ERROR"
      filter   = "${local._request_count} \"${var.prefix}-github-webhook\" AND metric.labels.response_code_class = \"4xx\""
      of       = "${local._request_count} \"${var.prefix}-github-webhook\""
      aligner  = "ALIGN_RATE"
      above    = 0.5
      for      = 600
    }
  }
  # Something that must go on.
  _absences = {
    for k in [for k, v in local.topics : k if try(v.schedule, null) != null] : "ticks-missing" => {
      severity = "ERROR"
      filter   = "metric.type = \"pubsub.googleapis.com/topic/send_request_count\" AND resource.type = \"pubsub_topic\" AND resource.labels.topic_id = \"${var.prefix}-${k}\""
    }...
  }
  # A line in a log that must never be.
  _log_matches = {
    made-public = {
      severity = "CRITICAL"
      filter   = <<-EOT
        log_id("cloudaudit.googleapis.com/activity")
        protoPayload.serviceData.policyDelta.bindingDeltas.action = "ADD"
        protoPayload.serviceData.policyDelta.bindingDeltas.member = ("allUsers" OR "allAuthenticatedUsers")
      EOT
    }
  }
  alerts = merge(local._thresholds, local._log_matches, { for k, v in local._absences : k => v[0] })

  # With the names that hold here, so that commands can be pasted.
  playbooks = {
    for k in keys(local.alerts) : k => replace(replace(replace(
      file("${path.module}/playbooks/${k}.md"), "$DOMAIN", var.domain), "$PROJECT", var.project_id), "$REGION", var.region
    )
  }

  _log_metrics = {
    # What fails by its own fault is the tenant's; the code says which. Many at once is ours.
    releases-failed = {
      filter = "resource.type = \"cloud_run_revision\" AND jsonPayload.message =~ \"^The release failed: \""
      labels = { code = "REGEXP_EXTRACT(jsonPayload.message, \"^The release failed: ([A-Z_]+)\")" }
    }
    releases-given-up = {
      filter = "resource.type = \"cloud_run_revision\" AND jsonPayload.message =~ \"^Gave up release \""
      labels = {}
    }
  }

  notification_channels = [for v in google_monitoring_notification_channel.email : v.id]
}

resource "google_monitoring_notification_channel" "email" {
  for_each     = toset(compact([var.alert_email]))
  project      = var.project_id
  display_name = "Sigil's operators"
  type         = "email"
  labels       = { email_address = each.key }
  depends_on   = [google_project_service.default]
}

resource "google_monitoring_uptime_check_config" "default" {
  project          = var.project_id
  display_name     = "${var.prefix} answers"
  timeout          = "10s"
  period           = "60s"
  selected_regions = ["ASIA_PACIFIC", "EUROPE", "USA"]
  http_check {
    path         = "/health"
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }
  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = var.project_id, host = var.domain }
  }
  depends_on = [google_project_service.default]
}

resource "google_logging_metric" "default" {
  for_each         = local._log_metrics
  project          = var.project_id
  name             = "${var.prefix}-${each.key}"
  filter           = each.value.filter
  label_extractors = each.value.labels
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    dynamic "labels" {
      for_each = each.value.labels
      content {
        key = labels.key
      }
    }
  }
  depends_on = [google_project_service.default]
}

resource "google_monitoring_alert_policy" "default" {
  for_each              = local.alerts
  project               = var.project_id
  display_name          = "${var.prefix}: ${replace(each.key, "-", " ")}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.notification_channels
  user_labels           = { playbook = each.key }
  documentation {
    content   = local.playbooks[each.key]
    mime_type = "text/markdown"
  }
  alert_strategy {
    auto_close = "86400s"
    dynamic "notification_rate_limit" {
      for_each = contains(keys(local._log_matches), each.key) ? [""] : []
      content {
        period = "3600s"
      }
    }
  }
  conditions {
    display_name = replace(each.key, "-", " ")
    dynamic "condition_threshold" {
      for_each = try([local._thresholds[each.key]], [])
      iterator = threshold
      content {
        filter             = threshold.value.filter
        denominator_filter = try(threshold.value.of, null)
        comparison         = try(threshold.value.below, false) ? "COMPARISON_LT" : "COMPARISON_GT"
        threshold_value    = threshold.value.above
        duration           = "${threshold.value.for}s"
        aggregations {
          alignment_period     = "300s"
          per_series_aligner   = threshold.value.aligner
          cross_series_reducer = try(threshold.value.reducer, "REDUCE_SUM")
          group_by_fields      = try(threshold.value.by, [])
        }
        dynamic "denominator_aggregations" {
          for_each = try([threshold.value.of], [])
          content {
            alignment_period     = "300s"
            per_series_aligner   = threshold.value.aligner
            cross_series_reducer = "REDUCE_SUM"
            group_by_fields      = try(threshold.value.by, [])
          }
        }
      }
    }
    dynamic "condition_absent" {
      for_each = try(local._absences[each.key], [])
      iterator = absence
      content {
        filter   = absence.value.filter
        duration = "900s"
        aggregations {
          alignment_period     = "300s"
          per_series_aligner   = "ALIGN_DELTA"
          cross_series_reducer = "REDUCE_SUM"
        }
      }
    }
    dynamic "condition_matched_log" {
      for_each = try([local._log_matches[each.key]], [])
      iterator = match
      content {
        filter = match.value.filter
      }
    }
  }
}

resource "google_monitoring_dashboard" "default" {
  project        = var.project_id
  dashboard_json = jsonencode(local._dashboard)
  depends_on     = [google_project_service.default]
}
