package dev.sigil.functions.consoleapi;

import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.Scope;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Releases;
import dev.sigil.http.Authenticator;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import dev.sigil.http.Routes;
import java.util.function.Function;

/**
 * The one place where a request becomes a tenant's: no route is added without a check of its key,
 * and no handler finds anything but through its {@link Tenant}.
 */
final class TenantRoutes {
  private final Authenticator authenticator;
  private final Deployments deployments;
  private final Releases releases;
  private final AuditLog audit;
  private final Routes.Builder routes = Routes.builder();

  TenantRoutes(
      Authenticator authenticator, Deployments deployments, Releases releases, AuditLog audit) {
    this.authenticator = authenticator;
    this.deployments = deployments;
    this.releases = releases;
    this.audit = audit;
  }

  /** Answers for a tenant. */
  @FunctionalInterface
  interface Handler {
    Response handle(Tenant tenant, Request request);
  }

  TenantRoutes get(String path, Scope scope, Handler handler) {
    return add("GET", path, request -> authenticator.require(request, scope), handler);
  }

  TenantRoutes post(String path, Scope scope, Handler handler) {
    return add("POST", path, request -> authenticator.require(request, scope), handler);
  }

  TenantRoutes put(String path, Scope scope, Handler handler) {
    return add("PUT", path, request -> authenticator.require(request, scope), handler);
  }

  TenantRoutes delete(String path, Scope scope, Handler handler) {
    return add("DELETE", path, request -> authenticator.require(request, scope), handler);
  }

  /** A GET that every valid key may ask, whatever its scopes. */
  TenantRoutes anyKey(String path, Handler handler) {
    return add("GET", path, authenticator::authenticate, handler);
  }

  Routes.Builder routes() {
    return routes;
  }

  private TenantRoutes add(
      String method, String path, Function<Request, Principal> check, Handler handler) {
    routes.add(
        method,
        path,
        request -> {
          Principal principal = check.apply(request);
          return handler.handle(new Tenant(principal, deployments, releases, audit), request);
        });
    return this;
  }
}
