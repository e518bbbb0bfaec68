output "access" {
  description = "Where requests may come from, who may call it, and what it may do."
  value = {
    account  = module.account.account.email
    ingress  = google_cloud_run_v2_service.default.ingress
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
  value = {
    for v in google_cloud_run_v2_service.default.template[0].containers[0].env :
    v.name => try(v.value_source[0].secret_key_ref[0].secret, "")
  }
}

output "name" {
  description = "Name of the service."
  value       = google_cloud_run_v2_service.default.name
}
