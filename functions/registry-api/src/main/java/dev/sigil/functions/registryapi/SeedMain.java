package dev.sigil.functions.registryapi;

import dev.sigil.core.ConfigException;
import dev.sigil.core.json.Json;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.registry.Packages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code scripts/seed}: runs {@link Seed} over the platform on the class path. */
public final class SeedMain {
  private static final int SHOWN = 20;

  private SeedMain() {}

  /** Ends with 0, or with 1 when a source could not be read, or with 2 for a wrong setting. */
  public static void main(String[] arguments) {
    System.exit(run(new ArrayList<>(List.of(arguments))));
  }

  private static int run(List<String> sources) {
    boolean json = sources.remove("--json");
    try (Platform platform = Platform.open(System.getenv())) {
      Seed seed =
          new Seed(new Packages(platform.documents(), platform.clock()), System.err::println);
      for (String source : sources) {
        seed.run(source);
      }
      report(seed.outcome(), json);
      return 0;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  private static void report(Seed.Outcome outcome, boolean json) {
    if (json) {
      System.out.println(Json.write(outcome));
      return;
    }
    System.out.printf(
        "%d imported, %d unchanged, %d hosted here and left alone, %d refused.%n",
        outcome.imported(), outcome.unchanged(), outcome.hosted(), outcome.refused().size());
    outcome.refused().stream().limit(SHOWN).forEach(line -> System.out.println("  " + line));
  }
}
