# A function may do what its ports need and no more; the topology says who has which port.

locals {
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
  role_id     = "${var.prefix}.${each.value.name}"
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
