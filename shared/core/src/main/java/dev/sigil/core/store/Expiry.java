package dev.sigil.core.store;

import java.util.Set;

/**
 * Documents that are of no use after a time. One that holds an instant in its field {@value #FIELD}
 * is removed some time after it, within days on Google Cloud; until then it is there, and whoever
 * reads it decides what it is worth.
 */
public final class Expiry {
  /** A top-level field with an instant as {@link dev.sigil.core.json.Json#text} writes it. */
  public static final String FIELD = "expires";

  /** The collections that hold such documents. */
  public static final Set<String> COLLECTIONS =
      Set.of("deviceStarts", "previews", "webhookBodies", "webhookDeliveries");

  private Expiry() {}
}
