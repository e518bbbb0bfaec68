package dev.sigil.gcp;

import dev.sigil.core.platform.Platform;
import java.util.Map;

/** Found by {@link java.util.ServiceLoader}. */
public final class GcpPlatformFactory implements Platform.Factory {
  @Override
  public Platform open(Map<String, String> environment) {
    return GcpPlatform.open(environment);
  }
}
