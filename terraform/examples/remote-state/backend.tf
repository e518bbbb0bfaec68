# Keeps the state in a bucket. Make it first, versioned and closed to everybody but operators, for the state holds two secrets:
#
#   gcloud storage buckets create gs://acme-sigil-state --project acme-sigil --location us-central1 \
#     --uniform-bucket-level-access --public-access-prevention
#   gcloud storage buckets update gs://acme-sigil-state --versioning

terraform {
  backend "gcs" {
    bucket = "acme-sigil-state"
    prefix = "sigil"
  }
}
