package dev.sigil.http;

/** One field of a request is wrong: status 400, with the field's name in the error. */
public final class InvalidFieldException extends RuntimeException {
  private final String field;

  /**
   * Names the field and the problem.
   *
   * @param field a path parameter, query parameter or member of the body
   * @param message a full sentence that does not quote the value, which may be a secret
   */
  public InvalidFieldException(String field, String message) {
    super(message);
    this.field = field.length() > 100 ? field.substring(0, 100) : field;
  }

  public String field() {
    return field;
  }
}
