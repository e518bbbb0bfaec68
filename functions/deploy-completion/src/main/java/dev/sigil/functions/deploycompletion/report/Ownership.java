package dev.sigil.functions.deploycompletion.report;

import dev.sigil.core.account.Account;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.registry.RegistryNames;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether a workspace speaks for a repository: people may deploy whatever is public, but not write
 * beside strangers' commits. The operator's own workspace speaks for every repository.
 */
final class Ownership implements Predicate<Deployment> {
  private final RegistryNames names;
  private final Workspaces workspaces;

  Ownership(RegistryNames names, Workspaces workspaces) {
    this.names = names;
    this.workspaces = workspaces;
  }

  @Override
  public boolean test(Deployment deployment) {
    String workspace = deployment.workspace().value();
    String owner = owner(deployment);
    return workspace.equals(names.namespace())
        || workspace.equalsIgnoreCase(owner)
        || login(deployment).filter(owner::equalsIgnoreCase).isPresent();
  }

  /* An account that was renamed keeps its workspace. */
  private Optional<String> login(Deployment deployment) {
    return workspaces
        .get(deployment.workspace())
        .flatMap(workspace -> Optional.ofNullable(workspace.account()))
        .map(Account::login);
  }

  /* The last path segment but one. */
  private static String owner(Deployment deployment) {
    List<String> parts = List.of(deployment.source().split("/", -1));
    return parts.size() < 2 ? "" : parts.get(parts.size() - 2);
  }
}
