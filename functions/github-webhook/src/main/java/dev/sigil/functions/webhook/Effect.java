package dev.sigil.functions.webhook;

import dev.sigil.core.id.ReleaseId;
import java.util.List;

/**
 * What a delivery led to.
 *
 * @param releases what it began
 * @param notes sentences for whoever reads GitHub's list of deliveries
 */
record Effect(List<ReleaseId> releases, List<String> notes) {
  static final Effect NONE = new Effect(List.of(), List.of());

  Effect {
    releases = List.copyOf(releases);
    notes = List.copyOf(notes);
  }

  static Effect noted(String note) {
    return new Effect(List.of(), List.of(note));
  }

  /** All of it, for people. */
  String message() {
    String first =
        releases.isEmpty() ? "Noted; it releases nothing." : "Releases: " + releases.size() + ".";
    return notes.isEmpty() ? first : first + " " + String.join(" ", notes);
  }
}
