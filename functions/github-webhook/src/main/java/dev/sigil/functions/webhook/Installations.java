package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.http.InvalidFieldException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Where the GitHub App is installed: the account, and what was last said of the installation. */
final class Installations {
  private static final String COLLECTION = "githubInstallations";

  private final DocumentStore store;
  private final InstantSource clock;

  Installations(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  private record Installation(String account, String action, Instant updatedAt) {}

  /** Records an installation event, which makes no release. */
  List<ReleaseId> record(JsonNode payload) {
    JsonNode id = payload.at("/installation/id");
    String account = payload.at("/installation/account/login").asText("");
    if (!id.isIntegralNumber() || account.isEmpty()) {
      throw new InvalidFieldException("installation", "The installation is missing.");
    }
    Installation seen =
        new Installation(account, payload.path("action").asText(""), clock.instant());
    store.put(COLLECTION, id.asText(), Json.tree(seen));
    return List.of();
  }
}
