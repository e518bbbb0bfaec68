package dev.sigil.mcp.bridge.http;

/** What the client sent is no request we serve; the connection is closed after the status. */
final class BadRequestException extends Exception {
  private final int status;
  private final String text;

  BadRequestException(int status, String message) {
    super(message);
    this.status = status;
    this.text = message;
  }

  String text() {
    return text;
  }

  int status() {
    return status;
  }
}
