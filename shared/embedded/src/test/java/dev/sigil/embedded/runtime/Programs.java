package dev.sigil.embedded.runtime;

import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.Language;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Small servers, as a build would have left them. */
final class Programs {
  /** Answers each request with what the query names; logs the path. */
  static final String SERVER =
      """
      import http.server, os, json
      def grown(path):
          with open(path, 'a') as file:
              file.write('x')
          return open(path).read()
      class Handler(http.server.BaseHTTPRequestHandler):
          protocol_version = 'HTTP/1.1'
          disable_nagle_algorithm = True
          def do_GET(self):
              body = %s
              body = body.encode()
              self.send_response(200)
              self.send_header('Content-Length', str(len(body)))
              self.end_headers()
              self.wfile.write(body)
          def log_message(self, *arguments):
              pass
      print('listening', flush=True)
      http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
      """;

  private final Path artifacts;
  private int count;

  Programs(Path artifacts) {
    this.artifacts = artifacts;
  }

  /** A server whose answer is this Python expression. */
  Artifact answering(String expression) {
    return python(SERVER.formatted(expression));
  }

  Artifact python(String program) {
    return artifact(Map.of("server.py", program), List.of("/usr/bin/python3", "server.py"));
  }

  Artifact artifact(Map<String, String> files, List<String> start) {
    String name = "sha256-%064x".formatted(++count);
    Path root = artifacts.resolve(name);
    try {
      Path tree = Files.createDirectories(root.resolve("files"));
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(tree.resolve(file.getKey()), file.getValue());
      }
      Stored stored = new Stored(Language.PYTHON, start, "", Map.of(), List.of());
      Files.write(root.resolve("artifact.json"), Json.bytes(stored));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Artifact("local:" + name);
  }

  private record Stored(
      Language language,
      List<String> start,
      String folder,
      Map<String, String> environment,
      List<String> path) {}
}
