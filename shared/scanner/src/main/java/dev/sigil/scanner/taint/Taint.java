package dev.sigil.scanner.taint;

/**
 * What is known of a value.
 *
 * @param classes bits of the {@link TaintClass}es it is still dangerous for; 0 for none
 * @param proven whether it comes from a handler's parameter or a request, rather than from a
 *     parameter of which the callers are not known
 * @param composed whether it is constant text around a controlled part
 * @param source name of what brought it in
 * @param trail the places it has passed
 */
record Taint(int classes, boolean proven, boolean composed, String source, Trail trail) {
  static final int ALL = 255;

  /** The controlled part is the program that is started, not one of its arguments. */
  static final int PROGRAM = 128;

  /** The constant text around the controlled part reads like SQL; says nothing of danger. */
  static final int QUERY = 256;

  static final Taint NONE = new Taint(0, false, false, "", Trail.EMPTY);

  /** A value that {@code source} brings in at the token {@code at}. */
  static Taint of(String source, boolean proven, int at) {
    return new Taint(ALL, proven, false, source, Trail.EMPTY.then(at));
  }

  /** The same value, having passed the token {@code at}. */
  Taint passing(int at) {
    return any() ? new Taint(classes, proven, composed, source, trail.then(at)) : this;
  }

  boolean any() {
    return (classes & ALL) != 0;
  }

  boolean reaches(TaintClass sink) {
    return (classes & sink.bit()) != 0;
  }

  Taint without(int cleared) {
    int left = classes & ~cleared;
    return (left & ALL) == 0 ? NONE : new Taint(left, proven, composed, source, trail);
  }

  Taint asComposed(boolean query) {
    return any() ? new Taint(classes | (query ? QUERY : 0), proven, true, source, trail) : this;
  }

  /** Both at once; the better proven one names the source. */
  Taint or(Taint other) {
    if (!other.any() || this.equals(other)) {
      return this;
    }
    if (!any()) {
      return other;
    }
    Taint stronger = other.proven && !proven ? other : this;
    return new Taint(
        proven == other.proven ? classes | other.classes : stronger.classes,
        stronger.proven,
        composed || other.composed,
        stronger.source,
        stronger.trail);
  }
}
