package dev.sigil.mcp.bridge;

import dev.sigil.mcp.Envelope;
import dev.sigil.mcp.EnvelopeReader;
import dev.sigil.mcp.MalformedMessageException;
import dev.sigil.mcp.MessageLimits;
import dev.sigil.mcp.RpcErrorCode;
import dev.sigil.mcp.bridge.http.EventLoop;
import dev.sigil.mcp.bridge.http.HttpExchange;
import dev.sigil.mcp.bridge.http.MemoryBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a bridge and the process that waits for the next one. Lives on the event loop.
 */
final class Sessions implements Session.Bridge {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration SPARE_DELAY = Duration.ofMillis(500);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

  private final BridgeOptions options;
  private final EventLoop loop;
  private final SecureRandom random;
  private final MemoryBudget budget;
  private final int maxLine;
  private final Consumer<String> log;
  private final EnvelopeReader reader;
  private final Map<String, Session> sessions = new HashMap<>();
  private @Nullable ServerProcess spare;
  private @Nullable String trouble;
  private Duration backoff = SPARE_DELAY;
  private boolean spareDue;
  private boolean ticking;
  private boolean closed;

  Sessions(
      BridgeOptions options,
      EventLoop loop,
      SecureRandom random,
      MemoryBudget budget,
      Consumer<String> log) {
    this.options = options;
    this.loop = loop;
    this.random = random;
    this.budget = budget;
    this.maxLine = (int) Math.min(options.maxLine(), Runtime.getRuntime().maxMemory() / 8);
    this.log = log;
    this.reader = new EnvelopeReader(new MessageLimits(maxLine, MessageLimits.DEFAULT.maxDepth()));
  }

  int count() {
    return sessions.size();
  }

  Optional<Session> find(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /** Why no session can begin at present. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Begins a session with the request that initializes it. */
  void open(HttpExchange exchange, EnvelopeReader.Frame frame) {
    Envelope initialize = frame.messages().getFirst();
    if (closed || sessions.size() >= options.maxSessions()) {
      Answers.refuse(
          exchange,
          503,
          initialize.id(),
          RpcErrorCode.SERVER_ERROR,
          "the server is at its limit of " + options.maxSessions() + " sessions; try again later");
      return;
    }
    try {
      ServerProcess process = takeProcess();
      Session session = new Session(token(), process, this);
      sessions.put(session.id(), session);
      process.listen(new Ears(session));
      session.receive(exchange, frame, exchange.request().body());
      startTicking();
    } catch (IOException e) {
      spareLater(SPARE_DELAY);
      trouble = "the server command cannot be started";
      log.accept(trouble + ": " + e.getMessage());
      Answers.refuse(exchange, 502, initialize.id(), RpcErrorCode.SERVER_ERROR, trouble);
    }
  }

  /** Starts the process for the next session, if there is none. */
  void startSpare() {
    spareDue = false;
    if (closed || spare != null || options.spares() == 0) {
      return;
    }
    try {
      ServerProcess started = startProcess();
      spare = started;
      started.onExit(code -> loop.execute(() -> spareEnded(started, code)));
      schedule(SPARE_DELAY.multipliedBy(2), () -> spareStands(started));
    } catch (IOException e) {
      troubled("the server command cannot be started: " + e.getMessage());
    }
  }

  /** Ends every session and process; returns what is still to be waited for, off the loop. */
  List<Runnable> close() {
    closed = true;
    List<Session> open = List.copyOf(sessions.values());
    open.forEach(session -> session.end("the bridge is shutting down"));
    List<Runnable> waits = new ArrayList<>();
    open.forEach(session -> waits.add(session::awaitEnd));
    if (spare != null) {
      waits.add(spare::endNow);
      spare = null;
    }
    return waits;
  }

  /* Before that, the next process would compete with this one for the processor. */
  @Override
  public void begun() {
    spareLater(SPARE_DELAY);
  }

  @Override
  public void forget(Session session) {
    sessions.remove(session.id());
    spareLater(SPARE_DELAY);
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    loop.schedule(delay, task);
  }

  private ServerProcess takeProcess() throws IOException {
    ServerProcess ready = spare;
    spare = null;
    return ready == null ? startProcess() : ready;
  }

  private ServerProcess startProcess() throws IOException {
    return ServerProcess.start(options.command(), token(), maxLine, budget, log);
  }

  private void spareLater(Duration delay) {
    if (!spareDue && !closed && options.spares() > 0) {
      spareDue = true;
      schedule(delay, this::startSpare);
    }
  }

  private void spareEnded(ServerProcess ended, int code) {
    if (spare == ended) {
      spare = null;
      ended.end();
      troubled("the server process ended with exit code " + code + " before any session");
    }
  }

  private void spareStands(ServerProcess started) {
    if (spare == started) {
      trouble = null;
      backoff = SPARE_DELAY;
    }
  }

  private void troubled(String reason) {
    trouble = reason;
    log.accept(reason);
    backoff = backoff.multipliedBy(2);
    backoff = backoff.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : backoff;
    spareLater(backoff);
  }

  private void startTicking() {
    if (!ticking) {
      ticking = true;
      schedule(TICK, this::tick);
    }
  }

  private void tick() {
    ticking = false;
    long now = System.nanoTime();
    for (Session session : List.copyOf(sessions.values())) {
      session.tick(now, options.idle().toNanos());
    }
    if (!sessions.isEmpty()) {
      startTicking();
    }
  }

  private String token() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Reads what a process says on its own thread, and passes it to the session on the loop. */
  private final class Ears implements ServerProcess.Listener {
    private final Session session;
    private long skipped;

    Ears(Session session) {
      this.session = session;
    }

    @Override
    public void onLine(byte[] line) {
      try {
        for (Envelope message : reader.read(line).messages()) {
          byte[] text = Lines.of(line, message);
          loop.execute(() -> session.heard(message, text));
        }
      } catch (MalformedMessageException e) {
        skip(line, e);
      }
    }

    @Override
    public void onEnd(String reason) {
      loop.execute(() -> session.end(reason));
    }

    /* A server that prints to its output would fill the log: the 1st, 2nd, 4th, 8th … is told. */
    private void skip(byte[] line, MalformedMessageException e) {
      skipped++;
      if (!isBlank(line) && Long.bitCount(skipped) == 1) {
        log.accept(
            "the server wrote a line of "
                + line.length
                + " bytes to its output that is no message ("
                + e.getMessage()
                + "); skipped so far: "
                + skipped);
      }
    }

    private static boolean isBlank(byte[] line) {
      return line.length <= 2 && new String(line, StandardCharsets.US_ASCII).isBlank();
    }
  }
}
