package dev.sigil.testkit.codehost;

import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.codehost.MemoryCodeHost.Grant;
import java.util.List;

class MemoryCodeHostTest extends CodeHostContract {
  private final MemoryCodeHost host = new MemoryCodeHost();

  @Override
  protected CodeHost host() {
    return host;
  }

  @Override
  protected Repository repository() {
    return new Repository("https://code.example/acme/weather");
  }

  @Override
  protected Commit commit() {
    return new Commit("a".repeat(40));
  }

  @Override
  protected void refuse() {
    for (Grant grant : Grant.values()) {
      host.refuse(grant);
    }
  }

  @Override
  protected List<String> checks() {
    return host.checks().stream()
        .map(c -> c.name() + " " + c.conclusion() + " " + c.annotations().size())
        .toList();
  }

  @Override
  protected List<String> deployments() {
    return host.deployments().stream().map(d -> d.environment() + " " + d.state()).toList();
  }

  @Override
  protected List<String> comments() {
    return host.comments().stream().map(MemoryCodeHost.Comment::text).toList();
  }
}
