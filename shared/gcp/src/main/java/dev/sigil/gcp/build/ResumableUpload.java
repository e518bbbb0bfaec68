package dev.sigil.gcp.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.TransientException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Sends a stream of unknown length to a resumable upload, one piece in memory at a time. A piece
 * that got lost is sent again from where Cloud Storage says it stopped. Not thread-safe.
 */
final class ResumableUpload extends OutputStream {
  /* Cloud Storage asks for multiples of 256 KiB, and recommends 8 MiB at least. */
  private static final int PIECE = 8 << 20;
  private static final int ATTEMPTS = 3;
  private static final Pattern PERSISTED = Pattern.compile("bytes=0-(\\d{1,18})");
  private static final int CONTINUE = 308;

  private final StorageCalls calls;
  private final String session;
  private final byte[] buffer = new byte[PIECE];
  private final CRC32C checksum = new CRC32C();
  private int filled;
  private long sent;

  /** {@code session} is the address that opening the upload returned. */
  ResumableUpload(StorageCalls calls, String session) {
    if (session.isEmpty()) {
      throw new TransientException("Cloud Storage opened no upload");
    }
    this.calls = calls;
    this.session = session;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /* A full piece waits for another byte, since the last piece must be known as such. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (filled == PIECE) {
        sendPiece();
      }
      int part = Math.min(left, PIECE - filled);
      System.arraycopy(bytes, from, buffer, filled, part);
      filled += part;
      from += part;
      left -= part;
    }
  }

  private void sendPiece() {
    checksum.update(buffer, 0, filled);
    for (int attempt = 1; filled > 0; attempt++) {
      if (attempt > ATTEMPTS) {
        throw new TransientException("Cloud Storage did not take a piece of a source");
      }
      String range = "bytes " + sent + "-" + (sent + filled - 1) + "/*";
      HttpResponse<byte[]> response = calls.piece(session, range, buffer, filled);
      accept(persisted(response.statusCode() == CONTINUE ? response : asked(response)));
    }
  }

  private HttpResponse<byte[]> asked(HttpResponse<byte[]> failed) {
    boolean passing = failed.statusCode() >= 500 || failed.statusCode() == 429;
    HttpResponse<byte[]> state = passing ? calls.piece(session, "bytes */*", buffer, 0) : failed;
    if (state.statusCode() != CONTINUE) {
      throw new TransientException(
          "Cloud Storage did not take a piece of a source (" + failed.statusCode() + ")");
    }
    return state;
  }

  private static long persisted(HttpResponse<byte[]> response) {
    Matcher range = PERSISTED.matcher(response.headers().firstValue("range").orElse(""));
    return range.matches() ? Long.parseLong(range.group(1)) + 1 : 0;
  }

  /* What was persisted leaves the buffer. */
  private void accept(long persisted) {
    long taken = persisted - sent;
    if (taken < 0 || taken > filled) {
      throw new TransientException("Cloud Storage forgot a piece of a source");
    }
    System.arraycopy(buffer, (int) taken, buffer, 0, filled - (int) taken);
    filled -= (int) taken;
    sent = persisted;
  }

  /**
   * Sends the rest and returns the object as Cloud Storage describes it; empty when another has
   * written it meanwhile.
   */
  Optional<JsonNode> complete() {
    checksum.update(buffer, 0, filled);
    long total = sent + filled;
    String range =
        filled == 0 ? "bytes */" + total : "bytes " + sent + "-" + (total - 1) + "/" + total;
    HttpResponse<byte[]> response = calls.piece(session, range, buffer, filled);
    if (response.statusCode() == 412) {
      return Optional.empty();
    }
    return Optional.of(calls.success("store a source", response));
  }

  /** The checksum of all that was written, as Cloud Storage writes it. */
  String crc32c() {
    byte[] bytes = ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }
}
