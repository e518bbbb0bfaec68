package dev.sigil.scanner.flow;

import dev.sigil.scanner.taint.TaintClass;

/** Bits of a {@link Part}: what it is still dangerous for, and what happened to it. */
final class Marks {
  /** Dangerous for every class, and as the program that is started. */
  static final int DANGER = 255;

  /** The controlled part is the program that is started, not one of its arguments. */
  static final int PROGRAM = 128;

  /** Constant text stands around the controlled part. */
  static final int COMPOSED = 256;

  /** That text reads like SQL. */
  static final int QUERY = 512;

  /** A path of which {@code ..} and links were resolved. */
  static final int NORMAL = 1024;

  private Marks() {}

  static int of(String name) {
    return name.equals("ALL") ? DANGER : TaintClass.valueOf(name).bit();
  }

  /** What is left of {@code inner} where a function does to it what {@code outer} tells. */
  static int through(int inner, int outer) {
    return (inner & outer & DANGER) | ((inner | outer) & ~DANGER);
  }
}
