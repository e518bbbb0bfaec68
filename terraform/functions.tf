locals {
  # What functions need beyond the defaults of the modules. Sources are unpacked in memory: /tmp is memory there.
  _settings = {
    build-trigger     = { memory = "2Gi", concurrency = 1, max_instances = 20 }
    console-api       = { concurrency = 40 }
    deploy-completion = { concurrency = 8, max_instances = 20 }
    github-webhook    = { concurrency = 40, secrets = { SIGIL_GITHUB_WEBHOOK_SECRET = "github-webhook-secret" } }
    registry-api      = { concurrency = 80, max_instances = 20 }
    scan-job          = { memory = "2Gi", concurrency = 1, max_instances = 20 }
  }
  settings = {
    for k in keys(local.topology.functions) : k => merge(
      { for name, value in try(local._settings[k], {}) : name => value if name != "secrets" },
      { for name, value in try(var.functions[k], {}) : name => value if value != null && name != "environment" }
    )
  }

  _gcp_environment = {
    SIGIL_GCP_BUILD_ACCOUNT    = local.emails.builder
    SIGIL_GCP_CELLS            = join(",", [for v in local.cells : "${v.project_id}/${v.region}"])
    SIGIL_GCP_DATABASE         = var.database.name
    SIGIL_GCP_GATEWAY_ACCOUNT  = local.gateway_email
    SIGIL_GCP_IMAGE_REPOSITORY = local.image_repository
    SIGIL_GCP_PROJECT          = var.project_id
    SIGIL_GCP_REGION           = var.region
    SIGIL_GCP_SOURCE_BUCKET    = google_storage_bucket.sources.name
    SIGIL_GCP_TOPIC_PREFIX     = "${var.prefix}-"
    SIGIL_PUBLIC_URL           = local.public_url
    SIGIL_REGISTRY_NAMESPACE   = coalesce(var.registry_namespace, join(".", reverse(split(".", var.domain))))
  }
  # Most instances live for a few requests: compiled once and lightly, they start in less processor time. Scanning is worth compiling well.
  # Half of the memory is the heap's, for unpacked sources are in memory too.
  _java_options = {
    brief = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:MaxRAMPercentage=50"
    long  = "-XX:+UseSerialGC -XX:MaxRAMPercentage=50"
  }
  _function_environment = {
    build-trigger = { SIGIL_BRIDGE_IMAGE = local.bridge_image }
    console-api   = { SIGIL_PROXIES = "1" }
    gateway = {
      SIGIL_GATEWAY_HOST            = "0.0.0.0"
      SIGIL_GATEWAY_ORIGINS         = "${local.public_url},loopback"
      SIGIL_GATEWAY_PORT            = "8080"
      SIGIL_GATEWAY_TRUST_FORWARDED = "true"
    }
  }
  # Who fetches sources from GitHub, shows releases there or asks it for deliveries acts as the App.
  _github_functions   = [for k, v in local.topology.functions : k if length(setintersection(v.ports, ["codeHost", "hookDeliveries", "sources"])) > 0]
  _github_environment = var.github_app_id == null ? {} : { SIGIL_GITHUB_APP_ID = var.github_app_id }
  _github_secrets     = var.github_app_id == null ? {} : { SIGIL_GITHUB_APP_KEY = "github-app-key" }

  _sign_in_environment = var.github_client_id == null ? {} : { SIGIL_GITHUB_CLIENT_ID = var.github_client_id }
  _sign_in_secrets = var.github_client_id == null ? {} : {
    SIGIL_GITHUB_CLIENT_SECRET = "github-client-secret"
    SIGIL_SESSION_KEYS         = "console-session-keys"
  }

  environment = {
    for k, v in local.topology.functions : k => merge(
      local._gcp_environment,
      v.kind == "service" ? {} : { JAVA_TOOL_OPTIONS = local._java_options[k == "scan-job" ? "long" : "brief"] },
      contains(local._github_functions, k) ? local._github_environment : {},
      k == "console-api" ? local._sign_in_environment : {},
      try(local._function_environment[k], {}),
      try(var.functions[k].environment, {})
    )
  }
  # Variables whose value is the latest version of a secret.
  secret_environment = {
    for k, v in local.topology.functions : k => {
      for name, secret in merge(
        contains(local._github_functions, k) ? local._github_secrets : {},
        k == "console-api" ? local._sign_in_secrets : {},
        k == "gateway" ? { SIGIL_GATEWAY_SESSION_KEY = "gateway-session-key" } : {},
        try(local._settings[k].secrets, {})
      ) : name => google_secret_manager_secret.default[secret].secret_id
    }
  }
  publishes = {
    for k, v in local.topology.functions : k => { for topic in try(v.publishes, []) : topic => local.topic_names[topic] }
  }

  gateway_email    = "${var.prefix}-gateway@${var.project_id}.iam.gserviceaccount.com"
  function_members = merge([for v in [module.event_functions, module.http_functions, module.services] : { for k, m in v : k => m.account.member }]...)
}

module "event_functions" {
  source   = "./modules/event-function"
  for_each = local.event_functions
  account = {
    grants    = local.grants[each.key]
    publishes = local.publishes[each.key]
  }
  archive = local.archives[each.key]
  build = {
    account    = local.emails.packager
    repository = local.platform_registry
  }
  delivery           = var.delivery
  entry_point        = each.value.entryPoint
  environment        = local.environment[each.key]
  labels             = var.labels
  name               = "${var.prefix}-${each.key}"
  project_id         = var.project_id
  project_number     = data.google_project.default[var.project_id].number
  region             = var.region
  secret_environment = local.secret_environment[each.key]
  settings           = local.settings[each.key]
  subscriptions      = { for v in local.subscriptions[each.key] : v => local.topic_names[v] }
  depends_on = [
    google_artifact_registry_repository_iam_member.packager,
    google_project_iam_member.packager,
    google_project_iam_member.packager_sources,
    google_project_service_identity.pubsub,
    google_secret_manager_secret_version.first,
  ]
}

module "http_functions" {
  source   = "./modules/http-function"
  for_each = local.http_functions
  account = {
    grants    = local.grants[each.key]
    publishes = local.publishes[each.key]
  }
  archive = local.archives[each.key]
  build = {
    account    = local.emails.packager
    repository = local.platform_registry
  }
  entry_point        = each.value.entryPoint
  environment        = local.environment[each.key]
  ingress            = "ALLOW_INTERNAL_AND_GCLB"
  invokers           = ["allUsers"]
  labels             = var.labels
  name               = "${var.prefix}-${each.key}"
  project_id         = var.project_id
  region             = var.region
  secret_environment = local.secret_environment[each.key]
  settings           = local.settings[each.key]
  depends_on = [
    google_artifact_registry_repository_iam_member.packager,
    google_project_iam_member.packager,
    google_project_iam_member.packager_sources,
    google_secret_manager_secret_version.first,
  ]
}

module "services" {
  source   = "./modules/gateway-service"
  for_each = local.services
  account = {
    grants    = local.grants[each.key]
    publishes = local.publishes[each.key]
  }
  archive            = local.archives[each.key]
  environment        = local.environment[each.key]
  jar                = "${each.key}.jar"
  labels             = var.labels
  name               = "${var.prefix}-${each.key}"
  project_id         = var.project_id
  region             = var.region
  secret_environment = local.secret_environment[each.key]
  settings           = local.settings[each.key]
  depends_on = [
    google_secret_manager_secret_version.first,
    google_storage_bucket_iam_member.archives,
  ]
}
