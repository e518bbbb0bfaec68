package dev.sigil.functions.allinone;

import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.store.DocumentStore;
import java.time.InstantSource;

/** What the webhook asks of a platform, and nothing else. */
record WebhookPorts(
    DocumentStore documents,
    EventPublisher events,
    SourceFetcher sources,
    CodeHost codeHost,
    HookDeliveries hookDeliveries,
    InstantSource clock)
    implements Platform {
  @Override
  public ImageBuilder builds() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerRuntime servers() {
    throw new UnsupportedOperationException();
  }

  @Override
  public InstanceRouter instances() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SecretVault secrets() {
    throw new UnsupportedOperationException();
  }

  @Override
  public LogReader logs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
