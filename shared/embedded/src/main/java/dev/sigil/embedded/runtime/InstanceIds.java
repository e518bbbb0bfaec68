package dev.sigil.embedded.runtime;

import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Random names of instances: 16 hex digits. */
record InstanceIds(RandomGenerator random) implements Supplier<String> {
  @Override
  public String get() {
    return HexFormat.of().toHexDigits(random.nextLong());
  }
}
