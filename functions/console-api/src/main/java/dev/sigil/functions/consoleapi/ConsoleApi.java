package dev.sigil.functions.consoleapi;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Installations;
import dev.sigil.core.account.Invitations;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Scope;
import dev.sigil.core.account.Sessions;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.scan.BillsOfMaterials;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.functions.consoleapi.signin.SignInConfig;
import dev.sigil.http.Authenticator;
import dev.sigil.http.BrowserSessions;
import dev.sigil.http.Routes;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Every route of the console's API, and the scope that each needs. */
final class ConsoleApi {
  private static final String DEPLOYMENTS = "/api/v1/deployments";
  private static final String DEPLOYMENT = DEPLOYMENTS + "/{id}";
  private static final String INSTALLATIONS = "/api/v1/github/installations";
  private static final String INSTALLATION = INSTALLATIONS + "/{installation}";

  private final TenantRoutes routes;
  private final DeployResource deploy;
  private final DeploymentsResource deployments;
  private final LifecycleResource lifecycle;
  private final DeployRuleResource rule;
  private final ReleasesResource releases;
  private final SecretsResource secrets;
  private final AccountResource account;
  private final SessionsResource sessions;
  private final WorkspacesResource workspaces;
  private final MembersResource members;
  private final ReportResource report;
  private final WaiversResource waivers;
  private final ScanPolicyResource policy;
  private final GithubResource github;
  private final PreviewsResource previews;

  ConsoleApi(Platform platform, ConsoleApiConfig config, RandomGenerator random) {
    Deployments allDeployments = new Deployments(platform.documents(), platform.clock());
    Releases allReleases = new Releases(platform.documents(), platform.clock());
    ApiKeys keys = new ApiKeys(platform.documents(), platform.clock());
    AuditLog audit = new AuditLog(platform.documents(), platform.clock(), random);
    Views views = new Views(config.names());
    Members allMembers = new Members(platform.documents(), platform.clock());
    Sessions allSessions = new Sessions(platform.documents(), platform.clock(), random);
    SignInConfig signIn = config.signIn();
    BrowserSessions browsers =
        signIn == null
            ? null
            : new BrowserSessions(
                allSessions, signIn.publicUrl(), signIn.cookieKeys(), platform.clock());
    TenantRoutes empty =
        new TenantRoutes(
            new Authenticator(
                keys,
                allMembers,
                request -> browsers == null ? Optional.empty() : browsers.find(request)),
            allDeployments,
            allReleases,
            audit);
    this.routes =
        signIn == null || browsers == null
            ? SignInRoutes.without(empty)
            : SignInRoutes.with(empty, platform, signIn, browsers, random);
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
            Removal.on(platform),
            platform.clock(),
            views);
    this.rule = new DeployRuleResource(allDeployments, platform.clock(), views);
    this.releases = new ReleasesResource(allReleases);
    this.secrets = new SecretsResource(platform.secrets());
    this.account = new AccountResource(keys, audit, platform.clock(), random);
    this.sessions = new SessionsResource(allSessions, keys, browsers);
    this.workspaces =
        new WorkspacesResource(new Workspaces(platform.documents(), platform.clock()), allMembers);
    this.members =
        new MembersResource(
            allMembers, new Invitations(platform.documents(), platform.clock()), keys, random);
    this.waivers =
        new WaiversResource(
            new Waivers(platform.documents(), platform.clock(), audit),
            allReleases,
            platform.clock());
    this.report = new ReportResource(new BillsOfMaterials(platform.documents()));
    this.policy = new ScanPolicyResource(platform.documents());
    this.previews =
        new PreviewsResource(
            allDeployments,
            new Previews(platform.documents(), platform.clock()),
            platform.events(),
            views,
            platform.clock());
    this.github =
        new GithubResource(
            new GithubInstallations(
                new Installations(platform.documents()),
                new Workspaces(platform.documents(), platform.clock())),
            platform::codeHost,
            platform.documents(),
            deploy);
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
        .put(DEPLOYMENT + "/deploy-rule", Scope.DEPLOY, rule::set)
        .get(DEPLOYMENT + "/logs", Scope.READ, deployments::logs)
        .get(DEPLOYMENT + "/health", Scope.READ, deployments::health)
        .get(DEPLOYMENT + "/releases", Scope.READ, releases::list)
        .get("/api/v1/releases/{release}", Scope.READ, releases::detail)
        .get("/api/v1/releases/{release}/report", Scope.READ, report::report)
        .get("/api/v1/releases/{release}/bill-of-materials", Scope.READ, report::billOfMaterials)
        .get(DEPLOYMENT + "/waivers", Scope.READ, waivers::listOf)
        .post(DEPLOYMENT + "/waivers", Scope.ADMIN, waivers::addTo)
        .get("/api/v1/waivers", Scope.READ, waivers::list)
        .post("/api/v1/waivers", Scope.ADMIN, waivers::add)
        .delete("/api/v1/waivers/{waiver}", Scope.ADMIN, waivers::revoke)
        .get("/api/v1/scan-policy", Scope.READ, policy::show)
        .put("/api/v1/scan-policy", Scope.ADMIN, policy::set)
        .get(DEPLOYMENT + "/secrets", Scope.READ, secrets::list)
        .put(DEPLOYMENT + "/secrets/{name}", Scope.DEPLOY, secrets::put)
        .delete(DEPLOYMENT + "/secrets/{name}", Scope.DEPLOY, secrets::remove)
        .get("/api/v1/keys", Scope.ADMIN, account::keys)
        .post("/api/v1/keys", Scope.ADMIN, account::createKey)
        .delete("/api/v1/keys/{key}", Scope.ADMIN, account::revokeKey)
        .get("/api/v1/audit", Scope.ADMIN, account::audit)
        .anybody("GET", "/api/v1/auth/whoami", sessions::whoami)
        .anybody("POST", "/api/v1/auth/signout", sessions::signOut)
        .person("GET", "/api/v1/auth/sessions", sessions::list)
        .person("DELETE", "/api/v1/auth/sessions", sessions::endAll)
        .person("DELETE", "/api/v1/auth/sessions/{session}", sessions::end)
        .anybody("GET", "/api/v1/workspaces", workspaces::list)
        .anybody("GET", "/api/v1/workspaces/{workspace}", workspaces::detail)
        .anybody("POST", "/api/v1/workspaces/{workspace}/leave", members::leave)
        .get("/api/v1/members", Scope.READ, members::list)
        .patch("/api/v1/members/{person}", Scope.ADMIN, members::assign)
        .delete("/api/v1/members/{person}", Scope.ADMIN, members::remove)
        .get("/api/v1/invitations", Scope.ADMIN, members::invitations)
        .post("/api/v1/invitations", Scope.ADMIN, members::invite)
        .delete("/api/v1/invitations/{invitation}", Scope.ADMIN, members::withdraw)
        .person("POST", "/api/v1/invitations/accept", members::accept)
        .get(DEPLOYMENT + "/previews", Scope.READ, previews::list)
        .put(DEPLOYMENT + "/previews", Scope.DEPLOY, previews::set)
        .post(DEPLOYMENT + "/previews/{pullRequest}/approve", Scope.DEPLOY, previews::approve)
        .get(INSTALLATIONS, Scope.READ, github::installations)
        .get(INSTALLATION, Scope.READ, github::installation)
        .get(INSTALLATION + "/repositories", Scope.READ, github::repositories)
        .get(INSTALLATION + "/repositories/{owner}/{repo}/mcp", Scope.READ, github::mcp)
        .post(
            INSTALLATION + "/repositories/{owner}/{repo}/mcp/propose",
            Scope.DEPLOY,
            github::propose)
        .post(INSTALLATION + "/deploy", Scope.DEPLOY, github::deploy)
        .routes();
  }
}
