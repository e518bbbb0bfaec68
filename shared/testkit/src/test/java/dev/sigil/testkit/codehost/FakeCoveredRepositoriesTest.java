package dev.sigil.testkit.codehost;

import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.testkit.source.MemorySourceTree;

class FakeCoveredRepositoriesTest extends CoveredRepositoriesContract {
  private final FakeCoveredRepositories repositories = new FakeCoveredRepositories();

  @Override
  protected CoveredRepositories repositories() {
    return repositories;
  }

  @Override
  protected long installation(String account) {
    return account.equals("acme") ? 1 : 2;
  }

  @Override
  protected void push(String account, String name, MemorySourceTree tree) {
    repositories.push(installation(account), account + "/" + name, tree);
  }
}
