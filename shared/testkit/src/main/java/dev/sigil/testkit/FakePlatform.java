package dev.sigil.testkit;

import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.platform.Platform;
import dev.sigil.testkit.build.FakeImageBuilder;
import dev.sigil.testkit.deploy.FakeServerRuntime;
import dev.sigil.testkit.event.MemoryEvents;
import dev.sigil.testkit.log.MemoryLogs;
import dev.sigil.testkit.secret.MemorySecretVault;
import dev.sigil.testkit.source.FakeSourceFetcher;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;

/** Every port in memory, each reachable as the fake it is. */
public final class FakePlatform implements Platform {
  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final MemoryEvents events;
  private final FakeSourceFetcher sources = new FakeSourceFetcher();
  private final FakeImageBuilder builds;
  private final FakeServerRuntime servers = new FakeServerRuntime();
  private final MemorySecretVault secrets = new MemorySecretVault(clock);
  private final MemoryLogs logs = new MemoryLogs();
  private CodeHost codeHost = CodeHost.NONE;

  public FakePlatform() {
    this(new MemoryEvents());
  }

  public FakePlatform(MemoryEvents events) {
    this.events = events;
    this.builds = new FakeImageBuilder(events);
  }

  @Override
  public MemoryDocumentStore documents() {
    return documents;
  }

  @Override
  public MemoryEvents events() {
    return events;
  }

  @Override
  public FakeSourceFetcher sources() {
    return sources;
  }

  @Override
  public FakeImageBuilder builds() {
    return builds;
  }

  @Override
  public FakeServerRuntime servers() {
    return servers;
  }

  @Override
  public FakeServerRuntime instances() {
    return servers;
  }

  @Override
  public MemorySecretVault secrets() {
    return secrets;
  }

  @Override
  public MemoryLogs logs() {
    return logs;
  }

  @Override
  public CodeHost codeHost() {
    return codeHost;
  }

  /** Replaces the code host, which is none at first. */
  public FakePlatform with(CodeHost host) {
    codeHost = host;
    return this;
  }

  @Override
  public MutableClock clock() {
    return clock;
  }

  @Override
  public void close() {}
}
