package dev.sigil.github.app;

import com.fasterxml.jackson.databind.JsonNode;

/** The App as GitHub hands it out, once. Shows no secret. */
record CreatedApp(
    String id,
    String slug,
    String page,
    String key,
    String webhookSecret,
    String clientId,
    String clientSecret) {
  /**
   * Reads GitHub's answer.
   *
   * @throws IllegalArgumentException when something is missing
   */
  static CreatedApp of(JsonNode answer) {
    return new CreatedApp(
        text(answer, "id"),
        text(answer, "slug"),
        text(answer, "html_url"),
        text(answer, "pem"),
        text(answer, "webhook_secret"),
        text(answer, "client_id"),
        text(answer, "client_secret"));
  }

  private static String text(JsonNode answer, String field) {
    String value = answer.path(field).asText("");
    if (value.isBlank()) {
      throw new IllegalArgumentException("GitHub's answer has no " + field);
    }
    return value;
  }

  @Override
  public String toString() {
    return "App " + id + " (" + slug + ")";
  }
}
