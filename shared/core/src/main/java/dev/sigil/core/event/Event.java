package dev.sigil.core.event;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Something that happened and that another function acts on. Events name things by id and carry
 * what only their publisher knows; everything else is read from the store, so that a late event
 * meets the present. Evolved by adding nullable components at the end, never by changing one.
 */
public sealed interface Event
    permits SourcePushed, ScanPassed, BuildFinished, ReleaseChanged, ReconcileTick, PreviewChanged {
  /** The topic it is published on; also its type in a CloudEvent. */
  @JsonIgnore
  Topic topic();

  /** Equal for two publications of the same fact, so that a log shows duplicates as such. */
  @JsonIgnore
  String key();
}
