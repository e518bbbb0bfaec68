package dev.sigil.mcp.bridge;

import dev.sigil.mcp.Envelope;
import dev.sigil.mcp.EnvelopeReader;
import dev.sigil.mcp.ProtocolVersion;
import dev.sigil.mcp.RequestId;
import dev.sigil.mcp.RpcErrorCode;
import dev.sigil.mcp.bridge.http.HttpExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation with one server process. Routes what the process says: an answer to the
 * request it answers, progress to the request it reports on, everything else to the client's open
 * GET stream, or else to the newest request that waits. Lives on the event loop.
 */
final class Session {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();
  private static final long RESUME_NANOS = Duration.ofSeconds(30).toNanos();
  private static final Duration ANSWER_AFTER_CANCEL = Duration.ofSeconds(1);
  private static final int MAX_CALLS = 1_024;

  private final String id;
  private final ServerProcess process;
  private final Bridge bridge;
  private final Map<RequestId, Call> pending = new HashMap<>();
  private final Map<RequestId, Call> progress = new HashMap<>();
  private final Map<Integer, Call> calls = new LinkedHashMap<>();
  private final EventStream listening = new EventStream(0);
  private @Nullable RequestId initialize;
  private @Nullable ProtocolVersion version;
  private int nextStream = 1;
  private long activeAt = System.nanoTime();
  private boolean ended;

  /** What a session needs from the bridge that it belongs to. */
  interface Bridge {
    /** The server answered the request that initializes the session. */
    void begun();

    /** The session serves no more and must not be found again. */
    void forget(Session session);

    void schedule(Duration delay, Runnable task);
  }

  Session(String id, ServerProcess process, Bridge bridge) {
    this.id = id;
    this.process = process;
    this.bridge = bridge;
  }

  String id() {
    return id;
  }

  /** Passes on what a client posted, one message at a time, and answers the exchange. */
  void receive(HttpExchange exchange, EnvelopeReader.Frame frame, byte[] body) {
    activeAt = System.nanoTime();
    String problem = problem(frame);
    if (problem != null) {
      Answers.refuse(
          exchange, 400, frame.messages().getFirst().id(), RpcErrorCode.INVALID_REQUEST, problem);
      return;
    }
    Set<RequestId> asked = new LinkedHashSet<>();
    for (Envelope message : frame.messages()) {
      if (message.kind() == Envelope.Kind.REQUEST && message.id() != null) {
        asked.add(message.id());
      }
    }
    if (asked.isEmpty()) {
      forward(frame, body);
      exchange.answer(202, Map.of(), new byte[0]);
      return;
    }
    Call call = open(exchange, frame, asked);
    if (!forward(frame, body)) {
      fail(asked, 503, "the server does not read its input");
    } else {
      exchange.onDisconnect(() -> disconnected(call));
    }
  }

  /** Opens the stream for what the server says unasked, or resumes the stream that broke. */
  void listen(HttpExchange exchange, EventStream.@Nullable Position resume) {
    activeAt = System.nanoTime();
    if (resume == null || resume.stream() == 0) {
      listening.connect(exchange, Map.of(), resume == null ? 0 : resume.sequence(), primes());
      exchange.onDisconnect(() -> left(listening, exchange));
      return;
    }
    Call call = calls.get(resume.stream());
    if (call == null) {
      Answers.refuse(
          exchange, 400, null, RpcErrorCode.INVALID_REQUEST, "nothing is left to resume there");
      return;
    }
    call.resume(exchange, resume.sequence());
    exchange.onDisconnect(() -> left(call.stream(), exchange));
  }

  /** Takes a message from the server. */
  void heard(Envelope message, byte[] text) {
    if (ended) {
      return;
    }
    Call progressing =
        message.progressToken() == null || message.kind() != Envelope.Kind.NOTIFICATION
            ? null
            : progress.get(message.progressToken());
    if (message.kind().isAnswer()) {
      answered(message, text);
    } else if (progressing != null && progressing.takesEvents()) {
      progressing.send(text);
    } else {
      unasked(text);
    }
  }

  /** Ends the session: whoever waits gets an error, the process is ended. */
  void end(String reason) {
    if (ended) {
      return;
    }
    ended = true;
    fail(Set.copyOf(pending.keySet()), 502, reason);
    listening.end();
    bridge.forget(this);
    process.end();
  }

  /** As {@link #end}, and waits for the end of the process. Not for the event loop. */
  void awaitEnd() {
    process.endNow();
  }

  void tick(long now, long idleNanos) {
    listening.keepAlive(now, PATIENCE_NANOS);
    for (Call call : List.copyOf(calls.values())) {
      call.tick(now, PATIENCE_NANOS);
      if (call.isQuiet(now, RESUME_NANOS)) {
        cancel(call);
      }
    }
    if (pending.isEmpty() && !listening.isConnected() && now - activeAt > idleNanos) {
      end("the session was idle for too long");
    }
  }

  private @Nullable String problem(EnvelopeReader.Frame frame) {
    if (frame.batch() && (version == null || !version.batches())) {
      return "batches exist in protocol version 2025-03-26 only";
    }
    Set<RequestId> ids = new LinkedHashSet<>(pending.keySet());
    for (Envelope message : frame.messages()) {
      if (message.calls("initialize") && initialize != null) {
        return "the session is initialized already";
      }
      if (message.kind() == Envelope.Kind.REQUEST
          && message.id() != null
          && !ids.add(message.id())) {
        return "a request with this id is under way";
      }
    }
    return ids.size() > MAX_CALLS ? "too many requests are under way" : null;
  }

  private Call open(HttpExchange exchange, EnvelopeReader.Frame frame, Set<RequestId> asked) {
    Envelope first = frame.messages().getFirst();
    boolean opensSession = first.calls("initialize");
    Call call =
        new Call(
            exchange,
            new EventStream(nextStream++),
            asked,
            opensSession ? Map.of("Mcp-Session-Id", id) : Map.of(),
            primes(),
            frame.batch());
    if (opensSession) {
      initialize = first.id();
    }
    calls.put(call.stream().number(), call);
    asked.forEach(request -> pending.put(request, call));
    for (Envelope message : frame.messages()) {
      if (message.kind() == Envelope.Kind.REQUEST && message.progressToken() != null) {
        progress.put(message.progressToken(), call);
      }
    }
    return call;
  }

  private boolean forward(EnvelopeReader.Frame frame, byte[] body) {
    boolean taken = true;
    for (Envelope message : frame.messages()) {
      taken &= process.send(Lines.of(body, message));
      RequestId cancelled = message.cancels();
      if (cancelled != null) {
        bridge.schedule(ANSWER_AFTER_CANCEL, () -> abandon(cancelled));
      }
    }
    return taken;
  }

  private void answered(Envelope message, byte[] text) {
    RequestId request = message.id();
    Call call = request == null ? null : pending.remove(request);
    if (request == null || call == null) {
      return;
    }
    boolean opensSession = request.equals(initialize) && version == null;
    if (opensSession && message.protocolVersion() != null) {
      version = ProtocolVersion.of(message.protocolVersion()).orElse(null);
    }
    call.answer(request, text, 200);
    settle(call);
    if (opensSession) {
      bridge.begun();
    }
    if (opensSession && message.kind() == Envelope.Kind.FAILURE) {
      end("the server refused to initialize");
    }
  }

  private void unasked(byte[] text) {
    Call newest = null;
    if (!listening.isConnected()) {
      for (Call call : calls.values()) {
        newest = call.takesEvents() && !call.isComplete() ? call : newest;
      }
    }
    if (newest == null) {
      listening.send(text);
    } else {
      newest.send(text);
    }
  }

  /* A client that saw no event can never ask for the rest: what it started is of use to nobody. */
  private void disconnected(Call call) {
    if (call.canResume()) {
      call.stream().disconnect();
    } else {
      cancel(call);
    }
  }

  private static void left(EventStream stream, HttpExchange exchange) {
    stream.disconnect(exchange);
  }

  private void cancel(Call call) {
    for (RequestId request : List.copyOf(call.awaited())) {
      pending.remove(request);
      if (request.equals(initialize) && version == null) {
        end("the client left before the session began");
        return;
      }
      boolean unused = process.send(Answers.cancelled(request));
    }
    remove(call);
  }

  private void abandon(RequestId request) {
    Call call = pending.remove(request);
    if (call != null) {
      call.abandon(request);
      settle(call);
    }
  }

  private void fail(Set<RequestId> requests, int status, String reason) {
    for (RequestId request : new ArrayList<>(requests)) {
      Call call = pending.remove(request);
      if (call != null) {
        int seen = request.equals(initialize) ? status : 200;
        call.answer(request, Answers.failure(request, RpcErrorCode.SERVER_ERROR, reason), seen);
        settle(call);
      }
    }
  }

  /* A stream that ended stays for a while: its last events may be lost on the way. */
  private void settle(Call call) {
    if (call.isComplete() && !call.canResume()) {
      remove(call);
    }
    activeAt = System.nanoTime();
  }

  private void remove(Call call) {
    calls.remove(call.stream().number());
    progress.values().removeIf(call::equals);
  }

  private boolean primes() {
    return version != null && version.primesStreams();
  }
}
