# A function may do what its ports need and no more. Each port is a handful of roles of our own; the topology says who has which port.

locals {
  # Roles by name: the permissions, the projects they are granted in, and what of a project they are bound to.
  _roles = {
    buildLogs = {
      permissions = ["logging.logEntries.list"]
    }
    builds = {
      permissions = [
        "cloudbuild.builds.create",
        "cloudbuild.builds.get",
        "cloudbuild.builds.list",
        "cloudbuild.builds.update",
      ]
    }
    documents = {
      permissions = [
        "datastore.databases.get",
        "datastore.entities.create",
        "datastore.entities.delete",
        "datastore.entities.get",
        "datastore.entities.list",
        "datastore.entities.update",
      ]
      only = local._database
    }
    documentsReader = {
      permissions = [
        "datastore.databases.get",
        "datastore.entities.get",
        "datastore.entities.list",
      ]
      only = local._database
    }
    imageRemover = {
      permissions = [
        "artifactregistry.packages.delete",
        "artifactregistry.packages.get",
        "artifactregistry.packages.list",
        "artifactregistry.versions.delete",
        "artifactregistry.versions.get",
        "artifactregistry.versions.list",
      ]
      granted_on = "resource"
    }
    instances = {
      permissions = ["run.services.get"]
      granted_on  = "cells"
    }
    logs = {
      permissions = ["logging.logEntries.list"]
      granted_on  = "everywhere"
    }
    secretCreator = {
      permissions = ["secretmanager.secrets.create"]
    }
    secretLister = {
      permissions = ["secretmanager.secrets.list"]
    }
    # Writes and forgets values; reading one back is not among these.
    secrets = {
      permissions = [
        "secretmanager.secrets.delete",
        "secretmanager.secrets.get",
        "secretmanager.secrets.update",
        "secretmanager.versions.add",
        "secretmanager.versions.destroy",
        "secretmanager.versions.get",
        "secretmanager.versions.list",
      ]
      only = local._server_secrets
    }
    # actAs, because whoever starts a service names the account that it runs as.
    servers = {
      permissions = [
        "iam.serviceAccounts.actAs",
        "iam.serviceAccounts.create",
        "iam.serviceAccounts.delete",
        "iam.serviceAccounts.get",
        "run.operations.get",
        "run.revisions.delete",
        "run.revisions.get",
        "run.revisions.list",
        "run.services.create",
        "run.services.delete",
        "run.services.get",
        "run.services.getIamPolicy",
        "run.services.list",
        "run.services.setIamPolicy",
        "run.services.update",
      ]
      granted_on = "cells"
    }
    # Lets a server's account read its own secrets.
    serverSecrets = {
      permissions = [
        "secretmanager.secrets.get",
        "secretmanager.secrets.getIamPolicy",
        "secretmanager.secrets.setIamPolicy",
        "secretmanager.versions.get",
        "secretmanager.versions.list",
      ]
      only = local._server_secrets
    }
    sources = {
      permissions = [
        "storage.objects.create",
        "storage.objects.delete",
        "storage.objects.get",
        "storage.objects.list",
      ]
      granted_on = "resource"
    }
  }

  # Ports that need no role are here too, so that a new one is noticed.
  _port_roles = {
    builds    = ["buildLogs", "builds"]
    clock     = []
    documents = ["documents"]
    events    = []
    instances = ["instances"]
    logs      = ["logs"]
    secrets   = ["secretCreator", "secretLister", "secrets"]
    servers   = ["logs", "secretLister", "servers", "serverSecrets"]
    sources   = []
  }

  # What everybody may call and never writes gets the reading half.
  _readers = ["registry-api"]

  _database = {
    for v in [var.project_id] : v => {
      title      = "one-database"
      expression = "resource.name == \"projects/${v}/databases/${var.database.name}\""
    }
  }
  _server_secrets = {
    for k, v in data.google_project.default : k => {
      title      = "secrets-of-servers"
      expression = "resource.name.startsWith(\"projects/${v.number}/secrets/sigil-\")"
    }
  }
  _granted_on = {
    cells      = local.cell_projects
    everywhere = setunion([var.project_id], local.cell_projects)
    home       = toset([var.project_id])
    resource   = toset([])
  }
  _defined_in = merge(local._granted_on, { resource = toset([var.project_id]) })

  _role_definitions = merge([
    for k, v in local._roles : {
      for project in local._defined_in[try(v.granted_on, "home")] :
      "${k}/${project}" => { name = k, project = project, permissions = v.permissions }
    }
  ]...)

  roles = {
    for k, v in google_project_iam_custom_role.default : k => "projects/${v.project}/roles/${v.role_id}"
  }

  _function_roles = {
    for k, v in local.topology.functions : k => [
      for role in flatten([for port in v.ports : local._port_roles[port]]) :
      role == "documents" && contains(local._readers, k) ? "documentsReader" : role
    ]
  }

  # Project grants by function, in the form that the modules take.
  grants = {
    for k, roles in local._function_roles : k => merge([
      for role in roles : {
        for project in local._granted_on[try(local._roles[role].granted_on, "home")] :
        "${role}/${project}" => {
          project   = project
          role      = local.roles["${role}/${project}"]
          condition = try(local._roles[role].only[project], null)
        }
      }
    ]...)
  }

  _port_users = {
    for port in keys(local._port_roles) : port => toset([
      for k, v in local.topology.functions : k if contains(v.ports, port)
    ])
  }
}

resource "google_project_iam_custom_role" "default" {
  for_each    = local._role_definitions
  project     = each.value.project
  role_id     = replace("${var.prefix}.${each.value.name}", "-", "_")
  title       = "Sigil: ${each.value.name}"
  permissions = each.value.permissions
  depends_on  = [google_project_service.default]
}

# Who starts builds hands them an account, which can be no other than the builder's.
resource "google_service_account_iam_member" "builder_user" {
  for_each           = local._port_users.builds
  service_account_id = google_service_account.builder.name
  role               = "roles/iam.serviceAccountUser"
  member             = local.function_members[each.key]
}

resource "google_storage_bucket_iam_member" "sources" {
  for_each = local._port_users.builds
  bucket   = google_storage_bucket.sources.name
  role     = local.roles["sources/${var.project_id}"]
  member   = local.function_members[each.key]
}

resource "google_artifact_registry_repository_iam_member" "image_remover" {
  for_each   = local._port_users.builds
  project    = var.project_id
  location   = google_artifact_registry_repository.servers.location
  repository = google_artifact_registry_repository.servers.repository_id
  role       = local.roles["imageRemover/${var.project_id}"]
  member     = local.function_members[each.key]
}

# Cloud Run lets only those start an image who may read it.
resource "google_artifact_registry_repository_iam_member" "image_reader" {
  for_each   = local._port_users.servers
  project    = var.project_id
  location   = google_artifact_registry_repository.servers.location
  repository = google_artifact_registry_repository.servers.repository_id
  role       = "roles/artifactregistry.reader"
  member     = local.function_members[each.key]
}

# A candidate is greeted as the gateway would: with an identity token of its account, which calls servers and can do little else.
resource "google_service_account_iam_member" "gateway_token" {
  for_each           = local._port_users.servers
  service_account_id = module.services["gateway"].account.id
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  member             = local.function_members[each.key]
}

# The same grants by function, for the output.
locals {
  resource_rights = {
    for k in keys(local.topology.functions) : k => concat(
      [for function, v in google_service_account_iam_member.builder_user : "serviceAccounts/${google_service_account.builder.account_id} ${v.role}" if function == k],
      [for function, v in google_storage_bucket_iam_member.sources : "buckets/${v.bucket} ${v.role}" if function == k],
      [for function, v in google_artifact_registry_repository_iam_member.image_remover : "repositories/${v.repository} ${v.role}" if function == k],
      [for function, v in google_artifact_registry_repository_iam_member.image_reader : "repositories/${v.repository} ${v.role}" if function == k],
      [for function, v in google_service_account_iam_member.gateway_token : "serviceAccounts/${var.prefix}-gateway ${v.role}" if function == k],
    )
  }
}
