variable "account" {
  description = "What the service's account may do: roles on projects, and topics to publish to."
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
  description = "Where the archive with the service's jar lies, a tar.gz."
  type = object({
    bucket = string
    object = string
  })
}

variable "environment" {
  description = "Environment variables."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "jar" {
  description = "Name of the runnable jar in the archive."
  type        = string
}

variable "java_options" {
  description = "Options of the virtual machine."
  type        = list(string)
  default     = ["-XX:MaxRAMPercentage=60", "-XX:+UseSerialGC"]
  nullable    = false
}

variable "labels" {
  description = "Labels."
  type        = map(string)
  default     = {}
}

variable "name" {
  description = "Name of the service, and of its account."
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
  description = "Size and bounds. Timeout in seconds, the longest that an event stream stays open; concurrency is requests at once to one instance."
  type = object({
    concurrency   = optional(number, 1000)
    cpu           = optional(string, "1")
    max_instances = optional(number, 20)
    memory        = optional(string, "1Gi")
    min_instances = optional(number, 1)
    timeout       = optional(number, 3600)
  })
  default  = {}
  nullable = false
}
