package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.platform.Platform;
import dev.sigil.functions.consoleapi.signin.GitHubHttp;
import dev.sigil.functions.consoleapi.signin.GitHubOAuth;
import dev.sigil.functions.consoleapi.signin.GitHubPeople;
import dev.sigil.functions.consoleapi.signin.SignIn;
import dev.sigil.functions.consoleapi.signin.SignInConfig;
import dev.sigil.http.BrowserSessions;
import dev.sigil.http.Handler;
import dev.sigil.http.SignedCookie;
import java.util.random.RandomGenerator;

/** The routes by which people become somebody. */
final class SignInRoutes {
  private static final String DEVICE = "/api/v1/auth/device";
  private static final String DEVICE_TOKEN = DEVICE + "/token";

  private SignInRoutes() {}

  static TenantRoutes with(
      TenantRoutes routes,
      Platform platform,
      SignInConfig config,
      BrowserSessions browsers,
      RandomGenerator random) {
    GitHubHttp http = new GitHubHttp();
    GitHubOAuth github = new GitHubOAuth(config, http);
    Members members = new Members(platform.documents(), platform.clock());
    ApiKeys keys = new ApiKeys(platform.documents(), platform.clock());
    AuditLog audit = new AuditLog(platform.documents(), platform.clock(), random);
    SignIn signIn =
        new SignIn(
            new GitHubPeople(config, http),
            new Workspaces(platform.documents(), platform.clock()),
            members,
            keys);
    SignInResource web =
        new SignInResource(
            github,
            signIn,
            browsers,
            new SignedCookie("sigil-sign-in", config.publicUrl(), config.cookieKeys()),
            audit,
            config.publicUrl(),
            platform.clock(),
            random);
    DeviceResource device =
        new DeviceResource(
            new DeviceStarts(platform.documents(), platform.clock()),
            config.proxies(),
            github,
            signIn,
            members,
            keys,
            audit,
            platform.clock(),
            random);
    return routes
        .nobody("GET", SignInResource.START, web::start)
        .nobody("GET", SignInResource.CALLBACK, web::callback)
        .nobody("POST", DEVICE, device::start)
        .nobody("POST", DEVICE_TOKEN, device::token);
  }

  /** The same routes where nobody can sign in: they say so. */
  static TenantRoutes without(TenantRoutes routes) {
    Handler refusal =
        request -> {
          throw new SigilException(
              ErrorCode.NOT_FOUND,
              "Nobody can sign in here: this platform has no GitHub App to sign in with.",
              "Use an API key; its operator finds the first one in the file admin-token.");
        };
    return routes
        .nobody("GET", SignInResource.START, refusal)
        .nobody("GET", SignInResource.CALLBACK, refusal)
        .nobody("POST", DEVICE, refusal)
        .nobody("POST", DEVICE_TOKEN, refusal);
  }
}
