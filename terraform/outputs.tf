output "access" {
  description = "Who may call each function, from where, as whom it runs, and what it may do."
  value = merge([
    for v in [module.event_functions, module.http_functions, module.services] : {
      for k, m in v : k => merge(m.access, { rights = sort(concat(m.access.rights, local.resource_rights[k])) })
    }
  ]...)
}

output "dashboard_url" {
  description = "Sigil's own dashboard, for the people who deploy servers."
  value       = "${local.public_url}/"
}

output "dns_records" {
  description = "Records to make for the domain; the certificate is issued minutes after they are seen."
  value = {
    A    = google_compute_global_address.default["IPV4"].address
    AAAA = google_compute_global_address.default["IPV6"].address
  }
}

output "images" {
  description = "Repositories of images: of hosted servers, and of the bridge that builds copy from."
  value = {
    bridge  = local.bridge_image
    servers = local.image_repository
  }
}

output "next_step" {
  description = "What to do now."
  value = join("\n", concat(
    [
      "1. Point ${var.domain} at ${google_compute_global_address.default["IPV4"].address} (A) and ${google_compute_global_address.default["IPV6"].address} (AAAA).",
      "2. Run scripts/publish-bridge ${var.project_id} ${local.bridge_image}, once and whenever the bridge changes.",
    ],
    var.github_app_id != null ? ["3. Push to a repository with the App: ${local.public_url}/ shows the server minutes later."] : [
      "3. Run scripts/create-github-app --project ${var.project_id} --url ${local.public_url}: it stores the App's key, client secret and webhook secret.",
      "4. Set github_app_id and github_client_id to what it prints, and apply again.",
    ]
  ))
}

output "operations_url" {
  description = "The operators' dashboard."
  value       = "https://console.cloud.google.com/monitoring/dashboards?project=${var.project_id}"
}

output "secrets" {
  description = "Ids of the platform's secrets, for whoever adds a version."
  value       = { for k, v in google_secret_manager_secret.default : k => v.secret_id }
}

output "seed_environment" {
  description = "Variables for scripts/seed, which writes to the registry from an operator's machine."
  value       = { for k, v in local._gcp_environment : k => v if startswith(k, "SIGIL_GCP_") }
}

output "subscriptions" {
  description = "What is delivered to which function, as whom, and where it goes when it cannot be."
  value       = { for k, v in module.event_functions : k => v.subscriptions }
}

output "webhook_url" {
  description = "Address for the GitHub App's webhook."
  value       = "${local.public_url}/webhooks/github"
}
