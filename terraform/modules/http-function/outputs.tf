output "access" {
  description = "Where requests may come from, who may call it, and what it may do."
  value = {
    account  = module.account.account.email
    ingress  = google_cloudfunctions2_function.default.service_config[0].ingress_settings
    invokers = google_cloud_run_v2_service_iam_binding.invoker.members
    rights   = module.account.rights
  }
}

output "account" {
  description = "The account that it runs as."
  value       = module.account.account
}

output "environment" {
  description = "Names of its variables, with the secret behind those that are one."
  value = merge(
    { for k in keys(google_cloudfunctions2_function.default.service_config[0].environment_variables) : k => "" },
    { for v in google_cloudfunctions2_function.default.service_config[0].secret_environment_variables : v.key => v.secret }
  )
}

output "name" {
  description = "Name of the function, and of the Cloud Run service beneath it."
  value       = google_cloudfunctions2_function.default.name
}

output "uri" {
  description = "Address that callers with a token use."
  value       = google_cloudfunctions2_function.default.service_config[0].uri
}
