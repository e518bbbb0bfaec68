package dev.sigil.testkit.emulator;

import java.util.List;

/**
 * Firestore, except that it enforces no composite indexes and is slow where transactions contend.
 */
public final class FirestoreEmulator extends Emulator {
  static final String JAR = "cloud-firestore-emulator/cloud-firestore-emulator.jar";
  private static final String MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";

  public FirestoreEmulator() {
    super(List.of("-cp", GoogleCloudSdk.locate().file(JAR).toString(), MAIN));
  }
}
