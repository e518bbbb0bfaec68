# What each port needs, as roles of our own.

locals {
  # By name: the permissions, where they are granted (the control plane's project unless said), and to what there they are bound.
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
    builds         = ["buildLogs", "builds"]
    clock          = []
    codeHost       = []
    documents      = ["documents"]
    events         = []
    hookDeliveries = []
    instances      = ["instances"]
    logs           = ["logs"]
    secrets        = ["secretCreator", "secretLister", "secrets"]
    servers        = ["logs", "secretLister", "servers", "serverSecrets"]
    sources        = []
  }

  # What everybody may call and never writes gets the reading half.
  _readers = ["registry-api"]

  _database = {
    (var.project_id) = {
      title      = "one-database"
      expression = "resource.name == \"projects/${var.project_id}/databases/${var.database.name}\""
    }
  }
  _server_secrets = {
    for k, v in data.google_project.default : k => {
      title      = "secrets-of-servers"
      expression = "resource.name.startsWith(\"projects/${v.number}/secrets/sigil-\")"
    }
  }
}
