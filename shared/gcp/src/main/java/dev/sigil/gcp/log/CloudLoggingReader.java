package dev.sigil.gcp.log;

import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.logging.v2.LoggingClient;
import com.google.cloud.logging.v2.LoggingSettings;
import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.ListLogEntriesResponse;
import com.google.logging.v2.LogEntry;
import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.log.LogText;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.Failures;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.Lazy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Cloud Run and Cloud Build hand to Cloud Logging. A server's lines are those of its
 * service whose revision carries {@link dev.sigil.gcp.Names#RELEASE_LABEL}, a build's those with
 * its tags. An entry that arrives after younger ones were read is not shown to who follows a log.
 */
public final class CloudLoggingReader implements LogReader, AutoCloseable {
  private static final String ENDPOINT = "logging.googleapis.com:443";
  private static final int MAX_PAGES = 10;
  private static final RetrySettings REPEATED =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(100))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(2))
          .setInitialRpcTimeoutDuration(Duration.ofSeconds(10))
          .setMaxRpcTimeoutDuration(Duration.ofSeconds(10))
          .setTotalTimeoutDuration(Duration.ofSeconds(20))
          .build();

  private final Lazy<LoggingClient> client;
  private final List<String> projects;

  private CloudLoggingReader(Lazy<LoggingClient> client, List<String> projects) {
    this.client = client;
    this.projects = projects;
  }

  /** Opens the reader without calling Cloud Logging. */
  public static CloudLoggingReader open(GcpClients clients, GcpConfig config) {
    List<String> projects =
        Stream.concat(Stream.of(config.home()), config.cells().stream())
            .map(Cell::project)
            .distinct()
            .map(project -> "projects/" + project)
            .toList();
    return new CloudLoggingReader(new Lazy<>(() -> connect(clients)), projects);
  }

  private static LoggingClient connect(GcpClients clients) throws IOException {
    LoggingSettings.Builder settings =
        clients.connect(
            LoggingSettings.newBuilder(),
            LoggingSettings.defaultGrpcTransportProviderBuilder(),
            ENDPOINT);
    settings
        .listLogEntriesSettings()
        .setRetryableCodes(Set.of(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED, Code.INTERNAL))
        .setRetrySettings(REPEATED);
    return LoggingClient.create(settings.build());
  }

  @Override
  public Lines read(DeploymentId deployment, Source source, int limit, @Nullable String cursor) {
    checkLimit(limit);
    String filter = Filters.of(deployment, source);
    Position start = cursor == null ? Position.START : Position.parse(cursor);
    List<LogEntry> entries =
        cursor == null
            ? last(filter, limit)
            : list(filter + " AND " + start.filter(), "asc", limit);
    Position end = entries.isEmpty() ? start : Position.after(entries.getLast());
    return new Lines(
        entries.stream()
            .flatMap(entry -> Entries.line(deployment, source, entry).stream())
            .toList(),
        end.toString());
  }

  /**
   * The last lines of one build, oldest first, each as {@link LogText} makes it.
   *
   * @param build Cloud Build's id
   * @param limit within 1..{@value #MAX_LINES}
   */
  public List<String> build(String build, int limit) {
    checkLimit(limit);
    return last(Filters.build(build), limit).stream()
        .map(Entries::text)
        .map(LogText::clean)
        .toList();
  }

  @Override
  public void close() {
    client.close();
  }

  private List<LogEntry> last(String filter, int limit) {
    return list(filter, "desc", limit).reversed();
  }

  private List<LogEntry> list(String filter, String direction, int limit) {
    ListLogEntriesRequest.Builder request =
        ListLogEntriesRequest.newBuilder()
            .addAllResourceNames(projects)
            .setFilter(filter)
            .setOrderBy("timestamp " + direction);
    List<LogEntry> found = new ArrayList<>();
    try {
      // A page may end early, even empty, because a search took long; its token goes on.
      for (int page = 0; page < MAX_PAGES; page++) {
        ListLogEntriesResponse answer =
            client
                .get()
                .listLogEntriesCallable()
                .call(request.setPageSize(limit - found.size()).build());
        found.addAll(answer.getEntriesList());
        if (found.size() >= limit || answer.getNextPageToken().isEmpty()) {
          break;
        }
        request.setPageToken(answer.getNextPageToken());
      }
    } catch (ApiException e) {
      throw Failures.translate(e, "Cloud Logging");
    }
    return found;
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_LINES) {
      throw new IllegalArgumentException("limit must be within 1.." + MAX_LINES);
    }
  }
}
