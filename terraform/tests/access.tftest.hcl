# Who may invoke what, and what each account may do.

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

run "one_project" {
  command = plan
  variables {
    archives_path = run.setup.archives_path
  }
  assert {
    condition = (
      alltrue([
        for k, v in local.event_functions :
        output.access[k].ingress == "ALLOW_INTERNAL_ONLY" &&
        output.access[k].invokers == toset(["serviceAccount:sigil-${k}-push@sigil-test.iam.gserviceaccount.com"])
      ])
    )
    error_message = "An event function may be called by its own push account only, and from inside only."
  }
  assert {
    condition     = toset([for k, v in output.access : k if contains(v.invokers, "allUsers")]) == setunion(keys(local.http_functions), keys(local.services))
    error_message = "Public are the HTTP functions and the gateway, and nothing else."
  }
  assert {
    condition = alltrue([
      for k, v in output.access : contains(["ALLOW_INTERNAL_AND_GCLB", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"], v.ingress)
      if contains(v.invokers, "allUsers")
    ])
    error_message = "What is public is so through the load balancer only."
  }
  assert {
    condition = alltrue([
      for path, text in run.setup.files :
      !can(regex("\"all(Authenticated)?Users\"", text)) ||
      contains(["buckets.tf", "functions.tf", "modules/gateway-service/main.tf", "monitoring.tf"], path)
    ])
    error_message = "A file makes something public that should not."
  }
  assert {
    condition = (
      length(distinct([for v in output.access : v.account])) == length(local.topology.functions) &&
      alltrue([for k, v in output.access : v.account == "sigil-${k}@sigil-test.iam.gserviceaccount.com"])
    )
    error_message = "Every function has an account of its own."
  }
  assert {
    condition = alltrue([
      for path, text in run.setup.files :
      !can(regex("roles/(owner|editor|viewer|browser|iam\\.securityAdmin|[a-zA-Z]+\\.admin)\"", text))
    ])
    error_message = "No account has a primitive or an administrator's role."
  }
  assert {
    condition = alltrue(flatten([
      for v in output.access : [for right in v.rights : can(regex("^(projects/[a-z0-9-]+ projects/[a-z0-9-]+/roles/sigil\\.[a-zA-Z]+( if .+)?|topics/\\S+ roles/pubsub.publisher|secrets/platform-\\S+ roles/secretmanager.secretAccessor|repositories/sigil-servers (roles/artifactregistry.reader|projects/sigil-test/roles/sigil.imageRemover)|buckets/sigil-test-sigil-sources projects/sigil-test/roles/sigil.sources|serviceAccounts/sigil-(builder roles/iam.serviceAccountUser|gateway roles/iam.serviceAccountOpenIdTokenCreator))$", right))]
    ]))
    error_message = "A function has nothing but roles of our own, and what its ports need of one resource."
  }
  assert {
    condition = (
      alltrue([
        for k, v in local.topology.functions : toset([
          for right in output.access[k].rights : split(" ", right)[0] if startswith(right, "topics/")
        ]) == toset([for topic in try(v.publishes, []) : "topics/sigil-${topic}"])
      ])
    )
    error_message = "A function may publish to the topics that its code publishes to, and to no other."
  }
  assert {
    condition = (
      { for v in flatten([for k, a in output.access : [for right in a.rights : { secret = split(" ", right)[0], function = k } if startswith(right, "secrets/")]]) : v.secret => v.function... } == {
        "secrets/platform-gateway-session-key"   = ["gateway"]
        "secrets/platform-github-webhook-secret" = ["github-webhook"]
      }
    )
    error_message = "A secret of the platform is read by the function that needs it only."
  }
  assert {
    condition     = !contains(flatten([for v in google_project_iam_custom_role.default : v.permissions]), "secretmanager.versions.access")
    error_message = "No role reads the value of a secret: values are handed to servers by Cloud Run."
  }
  assert {
    condition = (
      alltrue([
        for k, v in output.access : alltrue([
          for right in v.rights : strcontains(right, "startsWith(\"projects/123456789012/secrets/sigil-\")")
          if strcontains(right, "sigil.secrets ") || endswith(right, "sigil.secrets") || strcontains(right, "sigil.serverSecrets")
        ])
      ]) && alltrue([for v in google_secret_manager_secret.default : !startswith(v.secret_id, "sigil-")])
    )
    error_message = "Who manages servers' secrets cannot touch the platform's."
  }
  assert {
    condition = alltrue([
      for k, v in output.access : alltrue([
        for right in v.rights : strcontains(right, "databases/(default)") if strcontains(right, "sigil.documents")
      ])
    ])
    error_message = "Documents are those of one database."
  }
  assert {
    condition = (
      contains([for right in output.access["registry-api"].rights : split(" ", right)[1]], "projects/sigil-test/roles/sigil.documentsReader") &&
      !contains([for right in output.access["registry-api"].rights : split(" ", right)[1]], "projects/sigil-test/roles/sigil.documents")
    )
    error_message = "The registry, which everybody may call, writes nothing."
  }
  assert {
    condition = (
      output.access["gateway"].rights == tolist([
        "projects/sigil-test projects/sigil-test/roles/sigil.documents if resource.name == \"projects/sigil-test/databases/(default)\"",
        "projects/sigil-test projects/sigil-test/roles/sigil.instances",
        "secrets/platform-gateway-session-key roles/secretmanager.secretAccessor",
      ])
    )
    error_message = "The gateway reads routes and calls servers, and may do no more."
  }
  assert {
    condition = (
      toset(keys(google_service_account_iam_member.gateway_token)) == toset(["console-api", "deploy-completion"]) &&
      alltrue([for v in google_service_account_iam_member.gateway_token : v.role == "roles/iam.serviceAccountOpenIdTokenCreator"])
    )
    error_message = "Tokens of the gateway's account go to those who manage servers, for identity only."
  }
  assert {
    condition     = toset(keys(google_service_account_iam_member.builder_user)) == toset(["build-trigger", "console-api", "deploy-completion"])
    error_message = "Only who starts builds may hand out the builder's account."
  }
  assert {
    condition = (
      sort(concat(
        [for v in google_artifact_registry_repository_iam_member.builder : "repositories/${v.repository} ${v.role}"],
        [for v in [google_project_iam_member.builder] : "projects/${v.project} ${v.role}"],
        [for v in [google_storage_bucket_iam_member.builder] : "buckets/${v.bucket} ${v.role}"],
        )) == tolist([
        "buckets/sigil-test-sigil-sources roles/storage.objectViewer",
        "projects/sigil-test roles/logging.logWriter",
        "repositories/sigil-platform roles/artifactregistry.reader",
        "repositories/sigil-servers roles/artifactregistry.writer",
      ])
    )
    error_message = "Builds write images and their log, and read sources and the bridge: nothing else."
  }
  assert {
    condition = (
      alltrue([
        for path, text in run.setup.files :
        path == "builds.tf" || length(regexall("= local.members.builder", text)) == 0
      ]) && length(regexall("= local.members.builder", run.setup.files["builds.tf"])) == 3
    )
    error_message = "The builder is granted something that this test does not know."
  }
}

run "cells_of_their_own" {
  command = plan
  variables {
    archives_path = run.setup.archives_path
    cells = {
      a = { project_id = "sigil-cell-a", region = "us-central1" }
      b = { project_id = "sigil-cell-b", region = "europe-west1" }
    }
    github_app_id    = "12345"
    github_client_id = "Iv23liAbCdEfGhIjKlMn"
  }
  assert {
    condition = alltrue(flatten([
      for k, v in output.access : [
        for right in v.rights : startswith(right, "projects/sigil-cell-a ") || startswith(right, "projects/sigil-cell-b ")
        if can(regex("sigil\\.(instances|servers)( |$)", right))
      ]
    ]))
    error_message = "Who manages servers reaches the cells and not the control plane."
  }
  assert {
    condition = (
      toset(keys(google_artifact_registry_repository_iam_member.cell)) == toset(["sigil-cell-a", "sigil-cell-b"]) &&
      alltrue([for v in google_artifact_registry_repository_iam_member.cell : v.role == "roles/artifactregistry.reader"])
    )
    error_message = "A cell's Cloud Run reads images, and only reads."
  }
  assert {
    condition     = toset([for v in google_project_service.default : v.project if v.service == "run.googleapis.com"]) == toset(["sigil-test", "sigil-cell-a", "sigil-cell-b"])
    error_message = "Every cell has Cloud Run."
  }
  assert {
    condition     = toset(keys(google_monitoring_monitored_project.default)) == toset(["sigil-cell-a", "sigil-cell-b"])
    error_message = "The alerts see every cell."
  }
  assert {
    condition = toset([for k, v in local.secret_environment : k if try(v.SIGIL_GITHUB_APP_KEY, null) == "platform-github-app-key"]) == toset([
      for k, v in local.topology.functions : k if length(setintersection(v.ports, ["codeHost", "sources"])) > 0
    ])
    error_message = "Who fetches sources has the App's key, and nobody else."
  }
  assert {
    condition = { for k, v in local.secret_environment : k => keys(v) if anytrue([for secret in values(v) : contains(["platform-console-session-keys", "platform-github-client-secret"], secret)]) } == {
      console-api = ["SIGIL_GITHUB_APP_KEY", "SIGIL_GITHUB_CLIENT_SECRET", "SIGIL_SESSION_KEYS"]
    }
    error_message = "Who signs people in has the client's secret and the keys of cookies, and nobody else."
  }
}
