package dev.sigil.functions.webhook;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Folders;
import dev.sigil.core.source.SourceFetcher;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which servers of a branch a push changes. What changed since the commit that a server is up to
 * date with is told by the push when it begins there, else by the code host; where neither can
 * tell, everything changed.
 */
final class Affected {
  private static final System.Logger LOG = System.getLogger(Affected.class.getName());

  private final Supplier<SourceFetcher> sources;
  private final PushPayload push;
  private final Collection<String> folders;
  private final Map<Commit, Optional<Set<String>>> asked = new HashMap<>();

  /**
   * For one push.
   *
   * @param servers every server of its branch
   */
  Affected(Supplier<SourceFetcher> sources, PushPayload push, List<Deployment> servers) {
    this.sources = sources;
    this.push = push;
    this.folders = servers.stream().map(Deployment::folder).toList();
  }

  /** Whether the server is to be built again. */
  boolean test(Deployment server) {
    Commit after = push.push().after();
    Deployment.Head head = server.head();
    Commit base = server.standing().base();
    if (server.folder().isEmpty() || head == null || base == null) {
      return true;
    }
    if (head.push().after().equals(after)) {
      return true;
    }
    return !base.equals(after)
        && changes(base)
            .map(files -> Folders.concern(files, server.folder(), folders))
            .orElse(true);
  }

  private Optional<Set<String>> changes(Commit base) {
    return base.equals(push.push().before()) && push.files().isPresent()
        ? push.files()
        : asked.computeIfAbsent(base, this::ask);
  }

  private Optional<Set<String>> ask(Commit base) {
    try {
      return sources.get().changes(push.repository().address(), base, push.push().after());
    } catch (SigilException | TransientException e) {
      LOG.log(Level.INFO, "What changed since {0} is unknown: {1}", base, e.getMessage());
      return Optional.empty();
    }
  }
}
