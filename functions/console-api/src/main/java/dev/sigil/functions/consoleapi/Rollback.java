package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.store.Page;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts live again what an earlier release built. */
final class Rollback {
  private static final int PAGE = 100;
  private static final int MAX_PAGES = 20;

  private final Releases releases;
  private final ReleaseStart start;

  Rollback(Releases releases, ReleaseStart start) {
    this.releases = releases;
    this.start = start;
  }

  /** Begins the release; without a wish in the body it goes to the one that was live before. */
  Release start(Tenant tenant, Request request, Deployment deployment) {
    JsonBody body = request.optionalJson().only("release", "number");
    Optional<String> id = body.optionalText("release");
    Optional<Integer> number = body.optionalInteger("number", 1, Integer.MAX_VALUE);
    if (id.isPresent() && number.isPresent()) {
      throw new InvalidFieldException("number", "Name the release by its id or by its number.");
    }
    Release earlier =
        id.isPresent()
            ? own(deployment, tenant.release(id.get()))
            : number
                .map(wanted -> find(deployment, release -> release.number() == wanted))
                .orElseGet(() -> before(deployment));
    return start.rollback(request, deployment, earlier, artifact(deployment, earlier));
  }

  private static Release own(Deployment deployment, Release release) {
    if (!release.deployment().equals(deployment.id())) {
      throw new InvalidFieldException("release", "The release is another server's.");
    }
    return release;
  }

  private Release before(Deployment deployment) {
    Optional<Release> live = deployment.liveRelease().flatMap(releases::get);
    int current = live.map(Release::number).orElse(Integer.MAX_VALUE);
    return find(deployment, release -> release.number() < current && wasLive(release));
  }

  private Release find(Deployment deployment, Predicate<Release> wanted) {
    String cursor = null;
    for (int i = 0; i < MAX_PAGES; i++) {
      Page<Release> page = releases.list(deployment.id(), PAGE, cursor);
      Optional<Release> found = page.items().stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      cursor = page.nextCursor();
      if (cursor == null) {
        break;
      }
    }
    throw conflict("The server " + deployment.name() + " has no such earlier release.");
  }

  private static Artifact artifact(Deployment deployment, Release earlier) {
    @Nullable Artifact artifact = earlier.artifact();
    if (artifact == null || !wasLive(earlier)) {
      throw conflict("Release " + earlier.number() + " was never live.");
    }
    if (earlier.id().equals(deployment.live())) {
      throw conflict("Release " + earlier.number() + " is the one that serves now.");
    }
    return artifact;
  }

  private static boolean wasLive(Release release) {
    return release.stages().stream().anyMatch(timing -> timing.stage() == ReleaseState.LIVE);
  }

  private static SigilException conflict(String message) {
    return new SigilException(
        ErrorCode.CONFLICT,
        message,
        "Choose a release that was live before; `sigil status <server>` lists them.");
  }
}
