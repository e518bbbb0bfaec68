variable "alert_email" {
  description = "Address that alerts and the budget go to; null sends none, and the alerts are seen in the console only."
  type        = string
  default     = null
  validation {
    condition     = var.alert_email == null || can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", var.alert_email))
    error_message = "That is no address: write one such as ops@example.com, or null."
  }
}

variable "archives_path" {
  description = "Folder that scripts/package wrote the functions' archives to."
  type        = string
  default     = "../target/package"
  nullable    = false
}

variable "blocked_ranges" {
  description = "Address ranges that the load balancer turns away, ten at most."
  type        = list(string)
  default     = []
  nullable    = false
  validation {
    condition     = length(var.blocked_ranges) <= 10 && alltrue([for v in var.blocked_ranges : can(cidrhost(v, 0))])
    error_message = "Give at most ten ranges in CIDR notation, such as 203.0.113.0/24."
  }
}

variable "bridge_image" {
  description = "Image that builds copy the stdio bridge from; null takes the newest that scripts/publish-bridge pushed to this project."
  type        = string
  default     = null
}

variable "budget" {
  description = "Monthly amount, in the currency of the billing account, whose half, nine tenths and whole are announced; null sets none."
  type = object({
    amount          = number
    billing_account = string
  })
  default = null
  validation {
    condition     = var.budget == null || can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.budget.billing_account))
    error_message = "The billing account is written 012345-6789AB-CDEF01; `gcloud billing accounts list` shows it."
  }
}

variable "cells" {
  description = "Projects and regions that host servers, by any name; none means this project and region. Up to 1,000 servers fit in one."
  type = map(object({
    project_id = string
    region     = string
  }))
  default  = {}
  nullable = false
  validation {
    condition     = length(distinct(values(var.cells))) == length(var.cells)
    error_message = "Two cells are the same project and region: name each once."
  }
}

variable "database" {
  description = "Firestore database. Without a location it is in the region; eur3 and nam5 span regions, at twice the price."
  type = object({
    backup_days = optional(number, 14)
    location    = optional(string)
    name        = optional(string, "(default)")
  })
  default  = {}
  nullable = false
  validation {
    condition     = var.database.backup_days >= 1 && var.database.backup_days <= 98
    error_message = "Firestore keeps backups for 1 to 98 days."
  }
}

variable "delivery" {
  description = "How events are delivered: attempts until the dead letter, seconds for one attempt and between two, days that an event is kept."
  type = object({
    ack_deadline    = optional(number, 600)
    max_attempts    = optional(number, 10)
    maximum_backoff = optional(number, 600)
    minimum_backoff = optional(number, 10)
    retention_days  = optional(number, 7)
  })
  default  = {}
  nullable = false
  validation {
    condition     = var.delivery.max_attempts >= 5 && var.delivery.max_attempts <= 100
    error_message = "Pub/Sub counts 5 to 100 attempts."
  }
  validation {
    condition     = var.delivery.ack_deadline >= 120 && var.delivery.ack_deadline <= 600
    error_message = "An attempt may take 120 to 600 seconds: a step needs the first, and Pub/Sub waits no longer than the second."
  }
}

variable "domain" {
  description = "Name that Sigil is reached under, such as mcp.example.com. Its DNS records are an output."
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "Write the name in lower case without scheme or path, such as mcp.example.com."
  }
}

variable "functions" {
  description = "Settings of functions by name, over Sigil's own: processors, memory, bounds (timeout in seconds) and environment variables."
  type = map(object({
    concurrency   = optional(number)
    cpu           = optional(string)
    environment   = optional(map(string), {})
    max_instances = optional(number)
    memory        = optional(string)
    min_instances = optional(number)
    timeout       = optional(number)
  }))
  default  = {}
  nullable = false
  validation {
    condition     = length(setsubtract(keys(var.functions), keys(jsondecode(file("${path.module}/topology.json")).functions))) == 0
    error_message = "There is no function of that name: topology.json lists them."
  }
}

variable "github_app_id" {
  description = "Id of the GitHub App that fetches private repositories, once scripts/create-github-app has stored its key; null fetches public ones only."
  type        = string
  default     = null
  validation {
    condition     = var.github_app_id == null || can(regex("^[0-9]+$", var.github_app_id))
    error_message = "The id is a number: the App's page at GitHub shows it."
  }
}

variable "github_client_id" {
  description = "Client id of the GitHub App that people sign in with, once scripts/create-github-app has stored its client secret; null leaves API keys only."
  type        = string
  default     = null
  validation {
    condition     = var.github_client_id == null || can(regex("^[A-Za-z0-9.]+$", var.github_client_id))
    error_message = "The client id is letters, digits and dots, such as Iv23liAbCdEfGhIjKlMn: the App's page at GitHub shows it."
  }
}

variable "images" {
  description = "How long images of servers are kept: the newest of each server always, others for a time."
  type = object({
    delete_after_days = optional(number, 90)
    keep_count        = optional(number, 10)
  })
  default  = {}
  nullable = false
  validation {
    condition     = var.images.keep_count >= 2
    error_message = "Keep at least two images of a server, or there is nothing to roll back to."
  }
}

variable "labels" {
  description = "Labels of everything that takes them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "prefix" {
  description = "Begins the names of what is made."
  type        = string
  default     = "sigil"
  nullable    = false
  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,6}$", var.prefix))
    error_message = "Use two to seven lower-case letters and digits, beginning with a letter: account ids end at 30 characters."
  }
}

variable "project_id" {
  description = "Project of the control plane. It must exist and have billing."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "A project id has 6 to 30 lower-case letters, digits and hyphens; it is not the project's name or number."
  }
}

variable "rate_limit" {
  description = "Requests a minute that the load balancer takes from one address before it answers 429."
  type        = number
  default     = 1200
  nullable    = false
  validation {
    condition     = var.rate_limit >= 60
    error_message = "One MCP client makes dozens of requests a minute: allow 60 or more."
  }
}

variable "region" {
  description = "Region of the control plane, such as europe-west1."
  type        = string
  default     = "us-central1"
  nullable    = false
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "A region is written us-central1; a zone (us-central1-a) is not one."
  }
}

variable "registry_namespace" {
  description = "Namespace in the registry of servers that are not from GitHub; null reverses the domain, com.example.mcp."
  type        = string
  default     = null
}

variable "web_path" {
  description = "Folder of the static site."
  type        = string
  default     = "../web-static"
  nullable    = false
}
