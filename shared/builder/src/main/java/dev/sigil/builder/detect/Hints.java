package dev.sigil.builder.detect;

import dev.sigil.core.build.Language;
import dev.sigil.core.build.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known before the source is looked at; null where it has to be found. */
public record Hints(
    @Nullable Language runtime,
    @Nullable String runtimeVersion,
    @Nullable List<String> start,
    @Nullable Transport transport) {
  public static final Hints NONE = new Hints(null, null, null, null);

  /** Whether a server in {@code language} is what is looked for. */
  public boolean allows(Language language) {
    return runtime == null || runtime == language;
  }
}
