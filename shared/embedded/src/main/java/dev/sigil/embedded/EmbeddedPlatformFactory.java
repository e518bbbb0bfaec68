package dev.sigil.embedded;

import dev.sigil.core.platform.Platform;
import java.util.Map;

/** Found by {@link java.util.ServiceLoader}. */
public final class EmbeddedPlatformFactory implements Platform.Factory {
  @Override
  public Platform open(Map<String, String> environment) {
    return EmbeddedPlatform.open(EmbeddedConfig.from(environment));
  }
}
