package dev.sigil.scanner.flow;

/** Where a part of a value comes from, as seen from inside one function. */
sealed interface Origin {
  /** An argument of the function; position -1 is the receiver. */
  record Parameter(Unit unit, int position) implements Origin {}

  /** What a call of a function that may be the repository's own returned. */
  record Result(CallSite call) implements Origin {}

  /** A member of an object, named with its type. */
  record Field(String name) implements Origin {}

  /** The outside, as this function's parameter. */
  record Outside(Unit unit, String name) implements Origin {}
}
