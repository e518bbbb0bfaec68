package dev.sigil.github;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * One request and its answer over HTTP, bounded in time and size: an answer of JSON is read at
 * once, anything else is a stream that ends when its time is over. Thread-safe.
 */
final class Exchanges {
  /** GitHub's largest answer, a recursive tree, has 7 MB. */
  static final int MAX_JSON = 16 << 20;

  private final HttpClient client;
  private final Patience patience;

  Exchanges(Patience patience) {
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience.connect())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /** Asks once; {@code extra} is sent beside the request's own headers. */
  Answer send(GitHubConnectorRequest request, byte[] body, Map<String, String> extra)
      throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(request.url().toString()))
            .timeout(patience.answer())
            .method(
                request.method(),
                request.hasBody()
                    ? HttpRequest.BodyPublishers.ofByteArray(body)
                    : HttpRequest.BodyPublishers.noBody());
    request
        .allHeaders()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    extra.forEach(builder::setHeader);
    return answer(
        request,
        await(client.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofInputStream())));
  }

  private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> answer)
      throws IOException {
    try {
      return answer.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException("GitHub did not answer in time");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while GitHub was asked");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  private Answer answer(GitHubConnectorRequest request, HttpResponse<InputStream> response)
      throws IOException {
    Map<String, List<String>> headers = response.headers().map();
    String type = response.headers().firstValue("Content-Type").orElse("");
    boolean whole = response.statusCode() != 200 || type.contains("json");
    Duration time = whole ? patience.answer() : patience.transfer();
    Timed timed = new Timed(response.body(), time);
    if (!whole) {
      return new Answer(request, response.statusCode(), headers, timed, null);
    }
    try (InputStream plain = plain(response, timed)) {
      byte[] body = plain.readNBytes(MAX_JSON + 1);
      if (body.length > MAX_JSON) {
        throw new IOException("GitHub's answer is larger than " + MAX_JSON + " bytes");
      }
      return new Answer(
          request, response.statusCode(), headers, InputStream.nullInputStream(), body);
    }
  }

  private static InputStream plain(HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    boolean packed =
        response.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent();
    return packed ? new GZIPInputStream(body) : body;
  }

  /** Ends a stream when its time is over, also while somebody waits for it. */
  private static final class Timed extends FilterInputStream {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> over;
    private volatile boolean late;

    Timed(InputStream in, Duration time) {
      super(in);
      over =
          done.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete(
                  (nothing, timeout) -> {
                    if (timeout != null) {
                      end();
                    }
                  });
    }

    private void end() {
      late = true;
      try {
        in.close();
      } catch (IOException e) {
        System.getLogger(Exchanges.class.getName())
            .log(System.Logger.Level.DEBUG, "a late answer could not be closed", e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read;
      try {
        read = super.read(buffer, offset, length);
      } catch (IOException e) {
        throw late ? tooLate() : e;
      }
      if (late) {
        throw tooLate();
      }
      return read;
    }

    private static HttpTimeoutException tooLate() {
      return new HttpTimeoutException("GitHub did not finish its answer in time");
    }

    @Override
    public void close() throws IOException {
      if (!over.isDone()) {
        done.complete(null);
      }
      super.close();
    }
  }

  /** What GitHub answered; {@code body} is null where the answer is a stream. */
  static final class Answer extends GitHubConnectorResponse {
    private final InputStream stream;
    private final byte @Nullable [] body;

    Answer(
        GitHubConnectorRequest request,
        int status,
        Map<String, List<String>> headers,
        InputStream stream,
        byte @Nullable [] body) {
      super(request, status, headers);
      this.stream = stream;
      this.body = body;
    }

    Optional<byte[]> body() {
      return Optional.ofNullable(body);
    }

    @Override
    public InputStream bodyStream() throws IOException {
      return body == null ? wrapStream(stream) : new ByteArrayInputStream(body);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
