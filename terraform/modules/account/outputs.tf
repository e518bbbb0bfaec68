output "account" {
  description = "The account: its email, its resource id, and its name in policies. Ready when its rights are."
  value = {
    email  = local.email
    id     = google_service_account.default.name
    member = local.member
  }
  depends_on = [
    google_project_iam_member.default,
    google_pubsub_topic_iam_member.default,
    google_secret_manager_secret_iam_member.default,
  ]
}

output "rights" {
  description = "All that the account may do, one line each."
  value = sort(concat(
    [for v in google_project_iam_member.default :
      join(" ", compact(["projects/${v.project}", v.role, try("if ${v.condition[0].expression}", "")]))
    ],
    [for v in google_pubsub_topic_iam_member.default : "topics/${v.topic} ${v.role}"],
    [for v in google_secret_manager_secret_iam_member.default : "secrets/${v.secret_id} ${v.role}"],
  ))
}
