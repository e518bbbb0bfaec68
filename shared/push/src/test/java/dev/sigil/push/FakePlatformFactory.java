package dev.sigil.push;

import dev.sigil.core.platform.Platform;
import dev.sigil.testkit.FakePlatform;
import java.util.Map;

/** Finds the fake platform as a function finds its own. */
public final class FakePlatformFactory implements Platform.Factory {
  @Override
  public Platform open(Map<String, String> environment) {
    return new FakePlatform();
  }
}
