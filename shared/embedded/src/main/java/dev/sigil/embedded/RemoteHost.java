package dev.sigil.embedded;

import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.source.SourceFetcher;
import java.util.function.UnaryOperator;

/**
 * The code host that a platform on one machine works with.
 *
 * @param sources makes of the fetcher that asks git one that asks the code host where that is
 *     better, as for hidden repositories
 */
public record RemoteHost(
    CodeHost codeHost, HookDeliveries deliveries, UnaryOperator<SourceFetcher> sources) {
  /** None: repositories are read with git, and nobody is told of releases. */
  public static final RemoteHost NONE =
      new RemoteHost(CodeHost.NONE, HookDeliveries.NONE, UnaryOperator.identity());
}
