variable "description" {
  description = "What the account is for, in a few words."
  type        = string
}

variable "grants" {
  description = "Roles on projects, by any key."
  type = map(object({
    project = string
    role    = string
    condition = optional(object({
      title      = string
      expression = string
    }))
  }))
  default  = {}
  nullable = false
}

variable "name" {
  description = "Account id, of 6 to 30 characters."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.name))
    error_message = "An account id has 6 to 30 lower-case letters, digits and hyphens: use a shorter prefix."
  }
}

variable "project_id" {
  description = "Project of the account, its topics and its secrets."
  type        = string
}

variable "publishes" {
  description = "Names of the topics it may publish to, by any key."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "secrets" {
  description = "Ids of the secrets it may read, by any key."
  type        = map(string)
  default     = {}
  nullable    = false
}
