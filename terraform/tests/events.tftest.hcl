# Every topic has a consumer, a dead letter, and delivery that backs off.

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

run "delivery" {
  command = plan
  variables {
    archives_path = run.setup.archives_path
  }
  assert {
    condition     = toset(concat(keys(local.topics), keys(local.foreign_topics))) == toset(flatten([for v in output.subscriptions : keys(v)]))
    error_message = "Every topic has a consumer."
  }
  assert {
    condition = alltrue([
      for topic in keys(local.topics) : try(local.topics[topic].schedule, null) != null ||
      anytrue([for v in local.topology.functions : contains(try(v.publishes, []), topic)])
    ])
    error_message = "Every topic has a publisher, a function or the clock."
  }
  assert {
    condition = alltrue(flatten([
      for function, subscriptions in output.subscriptions : [
        for topic, v in subscriptions :
        v.subscription == "sigil-${function}.${topic}" && v.dead_letter == "sigil-${function}.${topic}.dead" && v.keeper
      ]
    ]))
    error_message = "Every subscription has a dead letter, and something that keeps it."
  }
  assert {
    condition = alltrue(flatten([
      for subscriptions in output.subscriptions : [
        for v in subscriptions : v.publisher == v.subscriber && v.publisher == "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"
      ]
    ]))
    error_message = "Pub/Sub may move what it cannot deliver to the dead letter."
  }
  assert {
    condition = alltrue(flatten([
      for function, subscriptions in output.subscriptions : [
        for v in subscriptions : "serviceAccount:${v.pushed_as}" == one(output.access[function].invokers)
      ]
    ]))
    error_message = "A push is signed by the account that may call the function."
  }
  assert {
    condition     = alltrue(flatten([for subscriptions in output.subscriptions : [for v in subscriptions : v.backoff == "10s..600s" && v.attempts == 10]]))
    error_message = "Retries back off from 10 s to 10 min, ten times."
  }
  assert {
    condition     = alltrue([for k, v in local.event_functions : contains(keys(module.event_functions[k].environment), "SIGIL_DELIVERY_ATTEMPTS")])
    error_message = "A function knows which attempt is the last."
  }
  assert {
    condition     = toset(keys(google_cloud_scheduler_job.default)) == toset([for k, v in local.topics : k if try(v.schedule, null) != null])
    error_message = "Every tick has a clock."
  }
  assert {
    condition     = try(output.subscriptions["deploy-completion"]["cloud-builds"].topic, null) == "cloud-builds"
    error_message = "deploy-completion hears what Cloud Build publishes."
  }
}
