package dev.sigil.core.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Repository;
import dev.sigil.core.store.DocumentStore;
import java.util.Iterator;

/** How many previews run at once, in a workspace and of a repository. Thread-safe. */
public final class PreviewSlots {
  private static final String COLLECTION = "previewSlots";

  private final DocumentStore store;
  private final Bounds bounds;

  public PreviewSlots(DocumentStore store, Bounds bounds) {
    this.store = store;
    this.bounds = bounds;
  }

  /** The most that may run at once. */
  public record Bounds(int perWorkspace, int perRepository) {
    public static final Bounds DEFAULT = new Bounds(10, 5);
  }

  /** Takes a slot, which a preview that has one keeps; false when there is none left. */
  public boolean take(Preview preview, Repository repository) {
    String id = preview.id().value();
    return store.transact(
        tx -> {
          ObjectNode taken = taken(tx, preview.workspace());
          if (taken.has(id)) {
            return true;
          }
          int same = 0;
          for (Iterator<String> keys = taken.fieldNames(); keys.hasNext(); ) {
            same += taken.path(keys.next()).asText().equals(repository.key()) ? 1 : 0;
          }
          if (taken.size() >= bounds.perWorkspace() || same >= bounds.perRepository()) {
            return false;
          }
          taken.put(id, repository.key());
          tx.put(COLLECTION, preview.workspace().value(), taken);
          return true;
        });
  }

  /** Gives a slot back; does nothing when it has none. */
  public void giveBack(Preview preview) {
    store.transact(
        tx -> {
          ObjectNode taken = taken(tx, preview.workspace());
          if (taken.remove(preview.id().value()) != null) {
            tx.put(COLLECTION, preview.workspace().value(), taken);
          }
          return true;
        });
  }

  /** For people: how many there may be. */
  public String text() {
    return bounds.perRepository()
        + " previews of a repository and "
        + bounds.perWorkspace()
        + " of a workspace";
  }

  private static ObjectNode taken(DocumentStore.Transaction tx, WorkspaceId workspace) {
    return tx.get(COLLECTION, workspace.value())
        .map(document -> document.body().deepCopy())
        .orElseGet(Json::object);
  }
}
