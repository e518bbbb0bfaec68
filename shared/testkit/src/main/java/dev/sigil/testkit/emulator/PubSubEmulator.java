package dev.sigil.testkit.emulator;

import java.util.List;

/** Pub/Sub, except that it ignores filters and cannot seek. */
public final class PubSubEmulator extends Emulator {
  static final String JAR = "pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar";

  public PubSubEmulator() {
    super(List.of("-jar", GoogleCloudSdk.locate().file(JAR).toString()));
  }
}
