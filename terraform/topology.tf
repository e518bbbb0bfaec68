# What there is to deploy is said by the code, in one file that a test of the code writes. Nothing here names a function but its needs.

locals {
  topology = jsondecode(file("${path.module}/topology.json"))

  event_functions = { for k, v in local.topology.functions : k => v if v.kind == "event" }
  http_functions  = { for k, v in local.topology.functions : k => v if v.kind == "http" }
  services        = { for k, v in local.topology.functions : k => v if v.kind == "service" }

  foreign_topics = try(local.topology.foreignTopics, {})
  topics         = local.topology.topics

  # Topics by the function that each is pushed to; Cloud Build's is one of them.
  subscriptions = {
    for k, v in local.event_functions : k => concat(
      try(v.subscribes, []),
      [for topic, about in local.foreign_topics : topic if about.consumer == k]
    )
  }
}
