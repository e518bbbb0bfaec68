package dev.sigil.core.scan.policy;

import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The policies that ship with Sigil, each a JSON resource beside this class. */
public final class Policies {
  public static final String DEFAULT = "default";

  private static final Map<String, ScanPolicy> SHIPPED =
      List.of("strict", DEFAULT, "relaxed").stream()
          .collect(Collectors.toUnmodifiableMap(Function.identity(), Policies::load));

  private Policies() {}

  /** By name: {@code strict}, {@code default} or {@code relaxed}. */
  public static Optional<ScanPolicy> named(String name) {
    return Optional.ofNullable(SHIPPED.get(name));
  }

  /** What is used where nobody chose. */
  public static ScanPolicy standard() {
    return named(DEFAULT).orElseThrow();
  }

  private static ScanPolicy load(String name) {
    try (InputStream in = Policies.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("The policy " + name + " is not on the class path.");
      }
      return Json.convert(Json.parse(in.readAllBytes()), ScanPolicy.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
