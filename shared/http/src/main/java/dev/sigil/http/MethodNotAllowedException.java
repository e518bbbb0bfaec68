package dev.sigil.http;

/** The path exists, but not with this method. */
final class MethodNotAllowedException extends RuntimeException {
  private final String allow;

  MethodNotAllowedException(String allow) {
    super("This address does not answer this method.");
    this.allow = allow;
  }

  /** Value of the {@code Allow} header. */
  String allow() {
    return allow;
  }
}
