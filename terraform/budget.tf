resource "google_billing_budget" "default" {
  count           = var.budget == null ? 0 : 1
  billing_account = var.budget.billing_account
  display_name    = "Sigil (${var.project_id})"
  budget_filter {
    projects = [for v in data.google_project.default : "projects/${v.number}"]
  }
  amount {
    specified_amount {
      units = floor(var.budget.amount)
    }
  }
  dynamic "threshold_rules" {
    for_each = [0.5, 0.9, 1]
    content {
      threshold_percent = threshold_rules.value
    }
  }
  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }
  dynamic "all_updates_rule" {
    for_each = length(local.notification_channels) == 0 ? [] : [local.notification_channels]
    content {
      monitoring_notification_channels = all_updates_rule.value
    }
  }
  depends_on = [google_project_service.default]
}
