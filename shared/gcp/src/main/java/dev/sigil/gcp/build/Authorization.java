package dev.sigil.gcp.build;

import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers by which a REST call says who calls. Thread-safe. */
@FunctionalInterface
public interface Authorization {
  /** None, for emulators. */
  Authorization NONE = uri -> Map.of();

  /**
   * The headers.
   *
   * @throws IOException when no token can be had now
   */
  Map<String, List<String>> headers(URI uri) throws IOException;

  /** This process's own account, found when first needed; tokens are kept until they expire. */
  static Authorization ofThisProcess() {
    return new Authorization() {
      private @Nullable GoogleCredentials credentials;

      @Override
      public Map<String, List<String>> headers(URI uri) throws IOException {
        return found().getRequestMetadata(uri);
      }

      private synchronized GoogleCredentials found() throws IOException {
        GoogleCredentials known =
            credentials == null
                ? GoogleCredentials.getApplicationDefault()
                    .createScoped("https://www.googleapis.com/auth/cloud-platform")
                : credentials;
        credentials = known;
        return known;
      }
    };
  }
}
