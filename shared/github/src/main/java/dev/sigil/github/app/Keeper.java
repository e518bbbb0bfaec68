package dev.sigil.github.app;

import java.io.IOException;

/** Where the App's secrets go. */
interface Keeper {
  /**
   * Finds out before the App is made whether it will be possible to keep its secrets.
   *
   * @throws IOException saying what to do about it
   */
  void check() throws IOException;

  /** Keeps the secrets, and says where. */
  String keep(CreatedApp app) throws IOException;
}
