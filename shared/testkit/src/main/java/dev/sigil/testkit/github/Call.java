package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A request that GitHub's description knows.
 *
 * @param path its parameters in the path, decoded
 * @param body missing when there is none
 */
record Call(
    ApiOperation operation,
    Map<String, String> path,
    Map<String, String> query,
    JsonNode body,
    Caller caller) {

  String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException(operation.name() + " has no parameter " + name);
    }
    return value;
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(query.getOrDefault(name, Integer.toString(otherwise)));
  }

  static Map<String, String> query(String raw) {
    Map<String, String> values = new TreeMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(
            ApiDescription.decoded(pair.substring(0, equals)),
            ApiDescription.decoded(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  /** Who asks. */
  sealed interface Caller {
    /** What the caller's requests are counted under. */
    String account();

    /** Nobody that GitHub knows. */
    record Anonymous() implements Caller {
      @Override
      public String account() {
        return "anonymous";
      }
    }

    /** The App itself. */
    record App(String id) implements Caller {
      @Override
      public String account() {
        return "app";
      }
    }

    /** An installation, with what its token may do. */
    record Installed(long installation, String owner, Map<String, String> permissions)
        implements Caller {
      @Override
      public String account() {
        return "installation " + installation;
      }

      @Override
      public String toString() {
        return permissions.entrySet().stream()
            .map(grant -> grant.getKey() + ":" + grant.getValue())
            .sorted()
            .collect(Collectors.joining(", "));
      }
    }
  }
}
