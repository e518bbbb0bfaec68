package dev.sigil.gcp.store;

import dev.sigil.core.store.Document;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Documents' names in one database. Firestore refuses the ids {@code .}, {@code ..} and {@code
 * __x__}; an id that begins with a dot or an underscore therefore gets a tilde as its second
 * character, which keeps ids distinct and their order the same.
 *
 * @param database {@code projects/<project>/databases/<database>}
 */
record DocumentNames(String database) {
  private static final String MARKED = "._";

  static DocumentNames of(String project, String database) {
    return new DocumentNames("projects/" + project + "/databases/" + database);
  }

  /** What collections are below. */
  String root() {
    return database + "/documents";
  }

  /** The name; empty for an id that no document has. */
  Optional<String> find(String collection, String id) {
    boolean legal = !id.isEmpty() && id.length() <= Document.MAX_ID && id.indexOf('/') < 0;
    return legal && isUnicode(id)
        ? Optional.of(root() + "/" + collection + "/" + encode(id))
        : Optional.empty();
  }

  /** The id in a name that {@link #find} made. */
  static String id(String name) {
    String id = name.substring(name.lastIndexOf('/') + 1);
    return marked(id) ? id.charAt(0) + id.substring(2) : id;
  }

  private static String encode(String id) {
    return marked(id) ? id.charAt(0) + "~" + id.substring(1) : id;
  }

  private static boolean marked(String id) {
    return MARKED.indexOf(id.charAt(0)) >= 0;
  }

  /* A lone surrogate has no UTF-8; a client would send a question mark instead. */
  private static boolean isUnicode(String id) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(id);
  }
}
