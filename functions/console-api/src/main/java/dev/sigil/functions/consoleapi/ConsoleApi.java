package dev.sigil.functions.consoleapi;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Scope;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.platform.Platform;
import dev.sigil.http.Authenticator;
import dev.sigil.http.Routes;
import java.util.random.RandomGenerator;

/** Every route of the console's API, and the scope that each needs. */
final class ConsoleApi {
  private static final String DEPLOYMENTS = "/api/v1/deployments";
  private static final String DEPLOYMENT = DEPLOYMENTS + "/{id}";

  private final TenantRoutes routes;
  private final DeployResource deploy;
  private final DeploymentsResource deployments;
  private final LifecycleResource lifecycle;
  private final ReleasesResource releases;
  private final SecretsResource secrets;
  private final AccountResource account;

  ConsoleApi(Platform platform, ConsoleApiConfig config, RandomGenerator random) {
    Deployments allDeployments = new Deployments(platform.documents(), platform.clock());
    Releases allReleases = new Releases(platform.documents(), platform.clock());
    ApiKeys keys = new ApiKeys(platform.documents(), platform.clock());
    AuditLog audit = new AuditLog(platform.documents(), platform.clock(), random);
    Views views = new Views(config.names());
    this.routes = new TenantRoutes(new Authenticator(keys), allDeployments, allReleases, audit);
    this.deploy =
        new DeployResource(
            platform.sources(),
            allDeployments,
            new ReleaseStart(allReleases, platform.events(), platform.clock(), random),
            views);
    this.deployments =
        new DeploymentsResource(platform.servers(), platform.logs(), allReleases, views);
    this.lifecycle =
        new LifecycleResource(
            platform.servers(),
            allDeployments,
            new Rollback(
                allReleases,
                new ReleaseStart(allReleases, platform.events(), platform.clock(), random)),
            Deletion.on(platform),
            platform.clock(),
            views);
    this.releases = new ReleasesResource(allReleases);
    this.secrets = new SecretsResource(platform.secrets());
    this.account = new AccountResource(keys, audit, random);
  }

  Routes.Builder routes() {
    return routes
        .post("/api/v1/deploy", Scope.DEPLOY, deploy::deploy)
        .get(DEPLOYMENTS, Scope.READ, deployments::list)
        .get(DEPLOYMENT, Scope.READ, deployments::detail)
        .delete(DEPLOYMENT, Scope.DEPLOY, lifecycle::delete)
        .post(DEPLOYMENT + "/restart", Scope.DEPLOY, lifecycle::restart)
        .post(DEPLOYMENT + "/rollback", Scope.DEPLOY, lifecycle::rollback)
        .post(DEPLOYMENT + "/pause", Scope.DEPLOY, lifecycle::pause)
        .post(DEPLOYMENT + "/resume", Scope.DEPLOY, lifecycle::resume)
        .get(DEPLOYMENT + "/logs", Scope.READ, deployments::logs)
        .get(DEPLOYMENT + "/health", Scope.READ, deployments::health)
        .get(DEPLOYMENT + "/releases", Scope.READ, releases::list)
        .get("/api/v1/releases/{release}", Scope.READ, releases::detail)
        .get(DEPLOYMENT + "/secrets", Scope.READ, secrets::list)
        .put(DEPLOYMENT + "/secrets/{name}", Scope.DEPLOY, secrets::put)
        .delete(DEPLOYMENT + "/secrets/{name}", Scope.DEPLOY, secrets::remove)
        .get("/api/v1/keys", Scope.ADMIN, account::keys)
        .post("/api/v1/keys", Scope.ADMIN, account::createKey)
        .delete("/api/v1/keys/{key}", Scope.ADMIN, account::revokeKey)
        .get("/api/v1/audit", Scope.ADMIN, account::audit)
        .anyKey("/api/v1/auth/whoami", account::whoami)
        .routes();
  }
}
