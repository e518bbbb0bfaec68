package dev.sigil.functions.consoleapi;

import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Scope;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Releases;
import dev.sigil.http.Authenticator;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import dev.sigil.http.Routes;
import dev.sigil.http.Sender;
import java.util.function.Function;

/**
 * The one place where a request becomes a tenant's: no route is added without saying who may ask,
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

  /** Answers a person about themselves, whatever the workspace. */
  @FunctionalInterface
  interface PersonHandler {
    Response handle(Visitor visitor, Request request);
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

  TenantRoutes patch(String path, Scope scope, Handler handler) {
    return add("PATCH", path, request -> authenticator.require(request, scope), handler);
  }

  TenantRoutes delete(String path, Scope scope, Handler handler) {
    return add("DELETE", path, request -> authenticator.require(request, scope), handler);
  }

  /** What every valid key and every member may ask, whatever their scopes. */
  TenantRoutes anybody(String method, String path, Handler handler) {
    return add(method, path, authenticator::authenticate, handler);
  }

  /** What a person who signed in may ask, and no key. */
  TenantRoutes person(String method, String path, PersonHandler handler) {
    routes.add(
        method,
        path,
        request -> handler.handle(new Visitor(authenticator.person(request), audit), request));
    return this;
  }

  /** What people ask to become somebody. */
  TenantRoutes nobody(String method, String path, dev.sigil.http.Handler handler) {
    routes.add(method, path, handler);
    return this;
  }

  Routes.Builder routes() {
    return routes;
  }

  private TenantRoutes add(
      String method, String path, Function<Request, Sender> check, Handler handler) {
    routes.add(
        method,
        path,
        request -> {
          Sender sender = check.apply(request);
          return handler.handle(new Tenant(sender, deployments, releases, audit), request);
        });
    return this;
  }
}
