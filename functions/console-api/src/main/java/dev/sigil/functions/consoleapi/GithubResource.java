package dev.sigil.functions.consoleapi;

import dev.sigil.core.account.Installation;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.core.codehost.CoveredRepositories.Covered;
import dev.sigil.core.codehost.CoveredRepositories.Part;
import dev.sigil.core.source.Repository;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Page;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Paging;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The repositories that the GitHub App covers, and deploying from among them. */
final class GithubResource {
  private static final int PART = 100;
  private static final int MAX_PARTS = 30;

  private final GithubInstallations installations;
  private final Supplier<CodeHost> host;
  private final DocumentStore store;
  private final DeployResource deploy;

  GithubResource(
      GithubInstallations installations,
      Supplier<CodeHost> host,
      DocumentStore store,
      DeployResource deploy) {
    this.installations = installations;
    this.host = host;
    this.store = store;
    this.deploy = deploy;
  }

  private record InstallationView(
      String id,
      String account,
      String accountType,
      @Nullable String accountName,
      String state,
      String selection,
      Map<String, String> permissions,
      Instant updatedAt) {
    static InstallationView of(Installation installation) {
      return new InstallationView(
          Long.toString(installation.id()),
          installation.account().login(),
          lower(installation.account().type()),
          installation.account().name(),
          lower(installation.state()),
          lower(installation.selection()),
          installation.permissions(),
          installation.updatedAt());
    }

    private static String lower(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }

  private record RepositoryView(
      String id,
      String fullName,
      String url,
      boolean hidden,
      boolean archived,
      String defaultBranch,
      Instant pushedAt,
      McpStatuses.Status mcp) {}

  Response installations(Tenant tenant, Request request) {
    return Response.page(installations.list(tenant, request).map(InstallationView::of));
  }

  Response installation(Tenant tenant, Request request) {
    return Response.ok(InstallationView.of(installations.get(tenant, request)));
  }

  Response repositories(Tenant tenant, Request request) {
    long installation = installations.active(tenant, request).id();
    CoveredRepositories repositories = host.get().repositories();
    Paging paging = request.paging(25, 50);
    String wanted = request.query("q").orElse("").strip().toLowerCase(Locale.ROOT);
    Page<Covered> page =
        paging.orInvalid(
            () -> {
              int from = paging.cursor() == null ? 0 : Integer.parseInt(paging.cursor());
              return window(repositories, installation, wanted, from, paging.limit());
            });
    List<McpStatuses.Status> statuses =
        new McpStatuses(repositories, store).of(installation, page.items());
    List<RepositoryView> views = new ArrayList<>();
    for (int i = 0; i < statuses.size(); i++) {
      views.add(view(page.items().get(i), statuses.get(i)));
    }
    return Response.page(new Page<>(views, page.nextCursor()));
  }

  /* GitHub cannot search what an installation covers; its list is read in large parts, which cost
  nothing while they do not change. */
  private static Page<Covered> window(
      CoveredRepositories repositories, long installation, String wanted, int from, int limit) {
    if (from < 0) {
      throw new IllegalArgumentException("not a cursor");
    }
    List<Covered> found = new ArrayList<>();
    int skipped = wanted.isEmpty() ? from / PART * PART : 0;
    int part = skipped / PART + 1;
    int total = Integer.MAX_VALUE;
    while (skipped + found.size() <= from + limit
        && (part - 1) * PART < total
        && part <= MAX_PARTS) {
      Part next = repositories.list(installation, part++, PART);
      total = next.total();
      next.repositories().stream()
          .filter(covered -> covered.fullName().toLowerCase(Locale.ROOT).contains(wanted))
          .forEach(found::add);
    }
    int start = Math.min(from - skipped, found.size());
    int end = Math.min(start + limit, found.size());
    String cursor = end < found.size() ? Integer.toString(from + limit) : null;
    return new Page<>(found.subList(start, end), cursor);
  }

  private static RepositoryView view(Covered covered, McpStatuses.Status status) {
    return new RepositoryView(
        Long.toString(covered.id()),
        covered.fullName(),
        covered.url(),
        covered.hidden(),
        covered.archived(),
        covered.defaultBranch(),
        covered.pushedAt(),
        status);
  }

  Response mcp(Tenant tenant, Request request) {
    return Response.ok(look(tenant, request).mcp(request.query("folder").orElse("")));
  }

  Response propose(Tenant tenant, Request request) {
    JsonBody body = request.optionalJson().only("folder");
    RepositoryLook look = look(tenant, request);
    CoveredRepositories.Proposal proposal = look.propose(body.optionalText("folder").orElse(""));
    tenant.changed("github.propose", look.fullName(), Map.of("pullRequest", proposal.url()));
    return Response.success(
        200,
        proposal,
        proposal.created() ? "The pull request is open." : "This was proposed before.");
  }

  private RepositoryLook look(Tenant tenant, Request request) {
    long installation = installations.active(tenant, request).id();
    CoveredRepositories repositories = host.get().repositories();
    String name = request.path("owner") + "/" + request.path("repo");
    return new RepositoryLook(repositories, installation, repositories.get(installation, name));
  }

  Response deploy(Tenant tenant, Request request) {
    long installation = installations.active(tenant, request).id();
    JsonBody body = request.json().only("repository", "branch", "folder", "name");
    Covered covered = host.get().repositories().get(installation, body.text("repository"));
    Repository repository = JsonBody.field("repository", covered.url(), Repository::new);
    return deploy.deploy(tenant, request, repository, body);
  }
}
