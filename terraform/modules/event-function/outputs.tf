output "access" {
  description = "Where requests may come from, who may call it, and what it may do."
  value       = module.function.access
}

output "account" {
  description = "The account that it runs as."
  value       = module.function.account
}

output "environment" {
  description = "Names of its variables, with the secret behind those that are one."
  value       = module.function.environment
}

output "name" {
  description = "Name of the function, and of the Cloud Run service beneath it."
  value       = module.function.name
}

output "subscriptions" {
  description = "What is delivered, by topic: the subscription, who it is pushed as, and where it goes when it cannot be delivered."
  value = {
    for k, v in google_pubsub_subscription.default : k => {
      attempts     = v.dead_letter_policy[0].max_delivery_attempts
      backoff      = "${v.retry_policy[0].minimum_backoff}..${v.retry_policy[0].maximum_backoff}"
      dead_letter  = google_pubsub_subscription.dead[k].name
      keeper       = google_pubsub_subscription.dead[k].topic == google_pubsub_topic.dead[k].name
      publisher    = google_pubsub_topic_iam_member.dead[k].member
      pushed_as    = v.push_config[0].oidc_token[0].service_account_email
      subscriber   = google_pubsub_subscription_iam_member.dead[k].member
      subscription = v.name
      topic        = v.topic
    }
  }
}
