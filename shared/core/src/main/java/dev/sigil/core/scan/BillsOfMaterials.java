package dev.sigil.core.scan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What the commits of a deployment are made of, as CycloneDX JSON: once for each commit, so that a
 * rollback has that of what it runs again. Kept compressed, since a lockfile names thousands of
 * packages. Thread-safe.
 */
public final class BillsOfMaterials {
  /** Size of the compressed text in characters; leaves room in a document of 1 MiB. */
  static final int MAX_STORED = 960 * 1024;

  private static final int MAX_READ = 64 << 20;
  private static final String COLLECTION = "billsOfMaterials";

  public static final Index BY_DEPLOYMENT =
      new Index(
          "billsOfMaterialsByDeployment",
          COLLECTION,
          List.of("deployment"),
          "commit",
          Direction.ASCENDING);

  private final DocumentStore store;

  public BillsOfMaterials(DocumentStore store) {
    this.store = store;
  }

  /** Stores the bill of a commit, in place of an older one; one that is too large is left out. */
  public void put(DeploymentId deployment, Commit commit, ObjectNode bill) {
    String stored = compressed(Json.bytes(bill));
    if (stored.length() > MAX_STORED) {
      return;
    }
    store.put(
        COLLECTION,
        key(deployment, commit),
        Json.object()
            .put("deployment", deployment.value())
            .put("commit", commit.id())
            .put("bill", stored));
  }

  public Optional<ObjectNode> get(DeploymentId deployment, Commit commit) {
    return store
        .get(COLLECTION, key(deployment, commit))
        .map(document -> (ObjectNode) Json.parse(expanded(document.body().path("bill").asText())));
  }

  /** Forgets every bill of a deployment. */
  public void deleteAll(DeploymentId deployment) {
    Page<Document> page;
    do {
      page = store.query(Query.of(BY_DEPLOYMENT, Query.MAX_LIMIT, null, deployment.value()));
      page.items().forEach(document -> store.delete(COLLECTION, document.id()));
    } while (page.next().isPresent());
  }

  private static String key(DeploymentId deployment, Commit commit) {
    return deployment + "-" + commit;
  }

  private static String compressed(byte[] json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static byte[] expanded(String stored) {
    byte[] bytes = Base64.getDecoder().decode(stored);
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return zip.readNBytes(MAX_READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
