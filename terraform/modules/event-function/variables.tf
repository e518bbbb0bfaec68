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
}

variable "entry_point" {
  description = "Class that takes the push."
  type        = string
}

variable "environment" {
  description = "Environment variables."
  type        = map(string)
  default     = {}
  nullable    = false
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

variable "project_number" {
  description = "Number of the project, which names Pub/Sub's own account in it."
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
  description = "Size and bounds of the function, as http-function takes them. The timeout must be less than the deadline of an attempt."
  type        = any
  default     = {}
  nullable    = false
}

variable "subscriptions" {
  description = "Names of the topics that are pushed to it, by the id that the code knows them by."
  type        = map(string)
  validation {
    condition     = length(var.subscriptions) > 0
    error_message = "An event function subscribes to at least one topic."
  }
}
