package dev.sigil.gcp.runtime;

import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.ServerRuntime.Candidate;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.secret.SecretName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Makes candidates: a place, an account, access to secrets, a revision, and a way to it. */
final class Candidates {
  private final CloudRunCells cells;
  private final Placement placement;
  private final SecretAccess secrets;
  private final Rollout rollout;
  private final IdentityTokens tokens;
  private final CloudRunSettings settings;

  Candidates(
      CloudRunCells cells,
      Placement placement,
      SecretAccess secrets,
      Rollout rollout,
      IdentityTokens tokens,
      CloudRunSettings settings) {
    this.cells = cells;
    this.placement = placement;
    this.secrets = secrets;
    this.rollout = rollout;
    this.tokens = tokens;
    this.settings = settings;
  }

  /** The candidate, ready to be spoken to; the one that is there when it was created before. */
  Candidate create(ServerSpec spec) {
    spec.requireSecrets(secrets.names(spec.secretsOf()));
    HostedService server = cells.host(spec.deployment(), placement.place(spec.deployment()));
    RevisionTag tag = tag(server, spec.number());
    Revision revision =
        rollout.start(
            server,
            tag,
            ServerTemplate.serviceLabels(spec),
            email -> template(spec, server, email));
    Service service =
        server
            .cloud()
            .find(server.id())
            .orElseThrow(
                () -> new TransientException("the service of " + spec.release() + " is gone"));
    return new Candidate(HostedService.address(service, tag, revision), headers(service.getUri()));
  }

  private RevisionTemplate template(ServerSpec spec, HostedService server, String email) {
    List<EnvVar> granted = secrets.grant(spec.secretsOf(), server.cell(), email);
    spec.requireSecrets(
        granted.stream().map(variable -> new SecretName(variable.getName())).toList());
    return ServerTemplate.of(spec, email, granted, settings);
  }

  /* One that failed because Secret Manager did not know its account yet stays failed. */
  private static RevisionTag tag(HostedService server, int number) {
    Optional<RevisionTag> known =
        server
            .cloud()
            .find(server.id())
            .flatMap(service -> Traffic.of(service.getTrafficList()).newest(number));
    RevisionTag tag = known.orElse(new RevisionTag(number, 1));
    while (server
        .revision(tag)
        .flatMap(StartFailures::failed)
        .filter(StartFailures::mayPass)
        .isPresent()) {
      tag = tag.next();
    }
    return tag;
  }

  private Map<String, String> headers(String audience) {
    try {
      return tokens.headers(audience).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
