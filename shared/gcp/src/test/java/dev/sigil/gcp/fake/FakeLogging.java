package dev.sigil.gcp.fake;

import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.ListLogEntriesResponse;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LoggingServiceV2Grpc.LoggingServiceV2ImplBase;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Cloud Logging's list of entries as <a
 * href="https://cloud.google.com/logging/docs/reference/v2/rpc">its reference</a> describes it.
 * Thread-safe.
 */
public final class FakeLogging extends LoggingServiceV2ImplBase {
  private static final Pattern PROJECT = Pattern.compile("projects/[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final int MAX_PAGE = 1_000;
  private static final int MAX_FILTER = 20_000;
  private static final Comparator<LogEntry> ORDER =
      Comparator.comparing(FakeLogging::instant).thenComparing(LogEntry::getInsertId);

  private final List<LogEntry> entries = new ArrayList<>();
  private int pageLimit = MAX_PAGE;

  /** Takes an entry in, as the agents of Cloud Run and Cloud Build do. */
  public synchronized void write(LogEntry entry) {
    entries.add(entry);
  }

  /** Lets each page end after a few entries, as the service does when a search takes long. */
  public synchronized void endPagesAfter(int limit) {
    this.pageLimit = limit;
  }

  @Override
  public void listLogEntries(
      ListLogEntriesRequest request, StreamObserver<ListLogEntriesResponse> observer) {
    Answers.reply(observer, () -> list(request));
  }

  static Instant instant(LogEntry entry) {
    return Instant.ofEpochSecond(
        entry.getTimestamp().getSeconds(), entry.getTimestamp().getNanos());
  }

  private synchronized ListLogEntriesResponse list(ListLogEntriesRequest request) {
    Answers.require(request.getResourceNamesCount() > 0, "Field [resource_names] is required.");
    request.getResourceNamesList().forEach(name -> Rules.match(PROJECT, name));
    int size = request.getPageSize();
    Answers.require(size >= 0 && size <= MAX_PAGE, "page_size must be within 0..1000");
    Answers.require(request.getFilter().length() <= MAX_FILTER, "The filter is too long.");
    Predicate<LogEntry> filter = LogFilter.parse(request.getFilter());
    List<LogEntry> found =
        entries.stream()
            .filter(entry -> isIn(entry, request.getResourceNamesList()))
            .filter(filter)
            .sorted(order(request.getOrderBy()))
            .toList();
    int limit = Math.min(pageLimit, size == 0 ? 50 : size);
    FakePage<LogEntry> page = FakePage.of(found, limit, request.getPageToken());
    return ListLogEntriesResponse.newBuilder()
        .addAllEntries(page.items())
        .setNextPageToken(page.next())
        .build();
  }

  private static boolean isIn(LogEntry entry, List<String> projects) {
    return projects.stream().anyMatch(project -> entry.getLogName().startsWith(project + "/logs/"));
  }

  private static Comparator<LogEntry> order(String by) {
    Answers.require(
        List.of("", "timestamp", "timestamp asc", "timestamp desc").contains(by), "order_by " + by);
    return by.endsWith("desc") ? ORDER.reversed() : ORDER;
  }
}
