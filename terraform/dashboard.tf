locals {
  _all_functions = "${local._service} monitoring.regex.full_match(\"${local._functions_pattern}\")"
  _charts = [
    { title = "Requests a second, by function", filter = "metric.type = \"run.googleapis.com/request_count\" AND ${local._all_functions}", by = "resource.label.service_name" },
    { title = "Answers 5xx a second, by function", filter = "metric.type = \"run.googleapis.com/request_count\" AND ${local._all_functions} AND metric.label.response_code_class = \"5xx\"", by = "resource.label.service_name" },
    { title = "Time to answer, 95th percentile", filter = "metric.type = \"run.googleapis.com/request_latencies\" AND ${local._all_functions}", by = "resource.label.service_name", aligner = "ALIGN_PERCENTILE_95", reducer = "REDUCE_MAX" },
    { title = "Cold starts, 95th percentile", filter = "metric.type = \"run.googleapis.com/container/startup_latencies\" AND ${local._all_functions}", by = "resource.label.service_name", aligner = "ALIGN_PERCENTILE_95", reducer = "REDUCE_MAX" },
    { title = "Instances, by function", filter = "metric.type = \"run.googleapis.com/container/instance_count\" AND ${local._all_functions}", by = "resource.label.service_name", aligner = "ALIGN_MAX" },
    { title = "Age of the oldest event, by subscription", filter = "metric.type = \"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND ${local._subscription}(\"${var.prefix}-.*\")", by = "resource.label.subscription_id", aligner = "ALIGN_MAX", reducer = "REDUCE_MAX" },
    { title = "Dead letters", filter = "metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND ${local._subscription}(\"${var.prefix}-.*\\\\.dead\")", by = "resource.label.subscription_id", aligner = "ALIGN_MAX" },
    { title = "Releases that failed, by code", filter = "metric.type = \"logging.googleapis.com/user/${google_logging_metric.default["releases-failed"].name}\" AND resource.type = \"cloud_run_revision\"", by = "metric.label.code", aligner = "ALIGN_DELTA" },
    { title = "Firestore: reads and writes a second", filter = "metric.type = monitoring.regex.full_match(\"firestore.googleapis.com/document/(read|write)_count\") AND resource.type = \"firestore_instance\"", by = "metric.label.type" },
    { title = "Requests that the load balancer refused", filter = "metric.type = \"networksecurity.googleapis.com/https/request_count\" AND resource.type = \"network_security_policy\" AND metric.label.blocked = \"true\"", by = "resource.label.policy_name" },
  ]
  _dashboard = {
    displayName = "Sigil (${var.prefix})"
    mosaicLayout = {
      columns = 12
      tiles = [
        for i, v in local._charts : {
          xPos   = i % 2 * 6
          yPos   = floor(i / 2) * 4
          width  = 6
          height = 4
          widget = {
            title = v.title
            xyChart = {
              dataSets = [{
                plotType = "LINE"
                timeSeriesQuery = {
                  timeSeriesFilter = {
                    filter = v.filter
                    aggregation = {
                      alignmentPeriod    = "60s"
                      perSeriesAligner   = try(v.aligner, "ALIGN_RATE")
                      crossSeriesReducer = try(v.reducer, "REDUCE_SUM")
                      groupByFields      = [v.by]
                    }
                  }
                }
              }]
            }
          }
        }
      ]
    }
  }
}
