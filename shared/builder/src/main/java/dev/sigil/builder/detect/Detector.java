package dev.sigil.builder.detect;

import java.util.Optional;

/** Recognises one kind of repository. Stateless and thread-safe. */
public interface Detector {
  /** The files it decides by, for people, such as {@code pyproject.toml or requirements.txt}. */
  String looksFor();

  /**
   * How to build and start what is in {@code folder}; empty when it is not of this kind. When it is
   * of this kind but cannot be planned, {@code search} is told why.
   */
  Optional<Recipe> detect(Folder folder, Hints hints, Search search);
}
