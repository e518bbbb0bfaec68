package dev.sigil.http;

import com.google.cloud.functions.HttpRequest;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads a body that may be larger than it says. */
final class BoundedBody {
  private BoundedBody() {}

  static byte[] read(HttpRequest request, int maxBytes) {
    if (request.getContentLength() > maxBytes) {
      throw tooLarge(maxBytes);
    }
    try (InputStream in = request.getInputStream()) {
      byte[] body = in.readNBytes(maxBytes);
      if (body.length == maxBytes && in.read() >= 0) {
        throw tooLarge(maxBytes);
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SigilException tooLarge(int maxBytes) {
    return new SigilException(
        ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than " + maxBytes + " bytes.");
  }
}
