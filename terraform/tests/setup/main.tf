# What the tests need beside a plan: archives such as scripts/package makes, one for each function, and the text of every file.

terraform {
  required_providers {
    archive = {
      source = "hashicorp/archive"
    }
  }
}

locals {
  _root = "${path.module}/../.."
}

data "archive_file" "default" {
  for_each    = jsondecode(file("${local._root}/topology.json")).functions
  type        = "zip"
  output_path = "${abspath(path.module)}/out/${each.key}${each.value.kind == "service" ? ".tar.gz" : ".zip"}"
  source {
    filename = "${each.key}.jar"
    content  = each.key
  }
}

output "archives_path" {
  description = "Folder of the archives."
  value       = "${path.module}/out"
  depends_on  = [data.archive_file.default]
}

output "files" {
  description = "Texts of the configuration by path."
  value       = { for v in setunion(fileset(local._root, "*.tf"), fileset(local._root, "modules/**/*.tf")) : v => file("${local._root}/${v}") }
}
