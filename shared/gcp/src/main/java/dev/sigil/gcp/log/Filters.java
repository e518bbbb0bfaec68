package dev.sigil.gcp.log;

import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.gcp.Names;

/** Conditions in Cloud Logging's query language. */
final class Filters {
  private static final String SERVER =
      "resource.type=\"cloud_run_revision\" AND (log_id(\"run.googleapis.com/stdout\")"
          + " OR log_id(\"run.googleapis.com/stderr\")"
          + " OR log_id(\"run.googleapis.com/varlog/system\"))";
  private static final String BUILD = "resource.type=\"build\" AND log_id(\"cloudbuild\")";

  private Filters() {}

  /** What a deployment's builds or servers wrote. */
  static String of(DeploymentId deployment, Source source) {
    return source == Source.SERVER
        ? SERVER + " AND resource.labels.service_name=" + quote(Names.service(deployment))
        : BUILD + " AND labels.build_tags:" + quote(Names.deploymentTag(deployment));
  }

  /** What one build wrote. */
  static String build(String id) {
    return BUILD + " AND resource.labels.build_id=" + quote(id);
  }

  /** A text as a literal, whatever it holds. */
  static String quote(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
