package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.ApiKey;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.Scope;
import dev.sigil.core.store.Query;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Keys of a workspace, and what was done with them. */
final class AccountResource {
  private static final int MAX_KEYS = 200;
  private static final int MAX_NAME = 100;

  private final ApiKeys keys;
  private final AuditLog audit;
  private final RandomGenerator random;

  AccountResource(ApiKeys keys, AuditLog audit, RandomGenerator random) {
    this.keys = keys;
    this.audit = audit;
    this.random = random;
  }

  private record Me(String workspace, String key, List<Scope> scopes) {}

  /** A key without its hash; {@code token} only in the answer that creates it. */
  private record KeyView(
      String id,
      String name,
      List<Scope> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable String token) {
    static KeyView of(ApiKey key, @Nullable String token) {
      List<Scope> scopes = key.scopes().stream().sorted().toList();
      return new KeyView(key.id(), key.name(), scopes, key.createdAt(), key.expiresAt(), token);
    }
  }

  Response whoami(Tenant tenant, Request request) {
    Principal me = tenant.principal();
    return Response.ok(
        new Me(me.workspace().value(), me.key(), me.scopes().stream().sorted().toList()));
  }

  Response keys(Tenant tenant, Request request) {
    return Response.page(
        request
            .paging(50, 100)
            .read((limit, cursor) -> keys.list(tenant.workspace(), limit, cursor))
            .map(key -> KeyView.of(key, null)));
  }

  Response createKey(Tenant tenant, Request request) {
    JsonBody body = request.json().only("name", "scopes", "expiresAt");
    String name = body.text("name").strip();
    if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidFieldException("name", "The name is not 1 to 100 visible characters.");
    }
    Set<Scope> scopes = scopes(body.texts("scopes"));
    Instant expiresAt = body.optionalText("expiresAt").map(AccountResource::instant).orElse(null);
    if (keys.list(tenant.workspace(), Query.MAX_LIMIT, null).items().size() >= MAX_KEYS) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "The workspace has " + MAX_KEYS + " keys, which is the most it can have.",
          "Revoke keys that are not used any more.");
    }
    ApiToken token = ApiToken.random(random);
    ApiKey key = keys.add(token, tenant.workspace(), name, scopes, expiresAt);
    tenant.changed("key.create", key.id(), Map.of("name", name));
    return Response.success(
        201, KeyView.of(key, token.value()), "Keep the token: it is not shown again.");
  }

  Response revokeKey(Tenant tenant, Request request) {
    String id = request.path("key");
    keys.revoke(tenant.workspace(), id);
    tenant.changed("key.revoke", id, Map.of());
    return Response.success(200, Map.of("id", id), "The key is revoked.");
  }

  Response audit(Tenant tenant, Request request) {
    return Response.page(
        request
            .paging(50, 100)
            .read((limit, cursor) -> audit.list(tenant.workspace(), limit, cursor)));
  }

  private static Set<Scope> scopes(List<String> names) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String name : names) {
      scopes.add(
          Arrays.stream(Scope.values())
              .filter(scope -> scope.name().toLowerCase(Locale.ROOT).equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidFieldException(
                          "scopes", "A scope is one of read, deploy, invoke, admin.")));
    }
    if (scopes.isEmpty()) {
      throw new InvalidFieldException("scopes", "A key needs at least one scope.");
    }
    return scopes;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidFieldException("expiresAt", "The time is not ISO 8601 in UTC.");
    }
  }
}
