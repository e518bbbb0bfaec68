variable "account" {
  description = "What the function's account may do: roles on projects, and topics to publish to."
  type = object({
    grants = optional(map(object({
      project = string
      role    = string
      condition = optional(object({
        title      = string
        expression = string
      }))
    })), {})
    publishes = optional(map(string), {})
  })
  default  = {}
  nullable = false
}

variable "archive" {
  description = "Where the archive with the function's jar lies."
  type = object({
    bucket = string
    object = string
  })
}

variable "build" {
  description = "Email of the account that turns the archive into an image, and the full name of the repository it goes to."
  type = object({
    account    = string
    repository = string
  })
}

variable "entry_point" {
  description = "Class that answers."
  type        = string
}

variable "environment" {
  description = "Environment variables."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "ingress" {
  description = "Where requests may come from."
  type        = string
  validation {
    condition     = contains(["ALLOW_INTERNAL_AND_GCLB", "ALLOW_INTERNAL_ONLY"], var.ingress)
    error_message = "No function takes requests from the internet but through the load balancer: use ALLOW_INTERNAL_AND_GCLB or ALLOW_INTERNAL_ONLY."
  }
}

variable "invokers" {
  description = "Who may call it; nobody else may."
  type        = list(string)
}

variable "labels" {
  description = "Labels."
  type        = map(string)
  default     = {}
}

variable "name" {
  description = "Name of the function, and of its account."
  type        = string
}

variable "project_id" {
  description = "Project."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "secret_environment" {
  description = "Environment variables whose value is the latest version of a secret, by the id of the secret."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "settings" {
  description = "Size and bounds. Timeout in seconds; concurrency is requests at once to one instance."
  type = object({
    concurrency   = optional(number, 40)
    cpu           = optional(string, "1")
    max_instances = optional(number, 10)
    memory        = optional(string, "512Mi")
    min_instances = optional(number, 0)
    timeout       = optional(number, 60)
  })
  default  = {}
  nullable = false
}
