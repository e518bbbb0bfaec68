package dev.sigil.scanner.dependency.name;

import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The names that many people install. A name that is not among them and reads almost like one of
 * the most popular imitates it. Immutable and thread-safe.
 */
public final class KnownNames {
  private static final int WORTH_IMITATING = 1_500;
  private static final int MAX_LENGTH = 100;

  private static final String OFFICIAL = "@modelcontextprotocol/";
  private static final Pattern PUNCTUATION = Pattern.compile("[@/._-]");

  private final Set<String> established;
  private final List<String> popular;
  private final Map<String, String> scoped;

  private KnownNames(List<String> byPopularity) {
    established = Set.copyOf(byPopularity);
    popular =
        IntStream.range(0, byPopularity.size())
            .filter(i -> i < WORTH_IMITATING || isMcp(byPopularity.get(i)))
            .mapToObj(byPopularity::get)
            .toList();
    scoped =
        popular.stream()
            .filter(name -> name.startsWith(OFFICIAL))
            .collect(Collectors.toMap(KnownNames::letters, name -> name, (one, other) -> one));
  }

  /** The names that ship with Sigil; empty for an ecosystem whose names are not known. */
  public static Optional<KnownNames> of(Ecosystem ecosystem) {
    return switch (ecosystem) {
      case NPM -> Optional.of(read("npm.txt"));
      case PYPI -> Optional.of(read("pypi.txt"));
      case MAVEN, GO, CARGO -> Optional.empty();
    };
  }

  /** Whether many people install {@code name}. */
  public boolean isEstablished(String name) {
    return established.contains(name);
  }

  /** The popular name that {@code name}, in its canonical spelling, imitates. */
  public Optional<String> imitatedBy(String name) {
    if (established.contains(name) || name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return popular.stream()
        .filter(known -> Imitation.resembles(name, known))
        .findFirst()
        .or(() -> Optional.ofNullable(scoped.get(letters(name))));
  }

  /* `modelcontextprotocol-sdk` for `@modelcontextprotocol/sdk`: nobody can take a scope, but a name. */
  private static String letters(String name) {
    return PUNCTUATION.matcher(name).replaceAll("");
  }

  private static boolean isMcp(String name) {
    return name.contains("mcp") || name.contains("modelcontextprotocol");
  }

  private static KnownNames read(String resource) {
    try (InputStream in =
        Objects.requireNonNull(KnownNames.class.getResourceAsStream(resource), resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new KnownNames(
          text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
