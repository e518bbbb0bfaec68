package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.ApiKey;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.PersonId;
import dev.sigil.core.account.Scope;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.store.Query;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
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
  private static final int MAX_NAME = 100;

  private final ApiKeys keys;
  private final AuditLog audit;
  private final InstantSource clock;
  private final RandomGenerator random;

  AccountResource(ApiKeys keys, AuditLog audit, InstantSource clock, RandomGenerator random) {
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
  }

  /** A key without its hash; {@code token} only in the answer that creates it. */
  private record KeyView(
      String id,
      String name,
      List<Scope> scopes,
      Instant createdAt,
      @Nullable PersonId person,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      @Nullable String token) {
    static KeyView of(ApiKey key, @Nullable String token) {
      List<Scope> scopes = key.scopes().stream().sorted().toList();
      return new KeyView(
          key.id(),
          key.name(),
          scopes,
          key.createdAt(),
          key.person(),
          key.expiresAt(),
          key.lastUsedAt(),
          token);
    }
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
    Instant expiresAt = body.optionalText("expiresAt").map(this::future).orElse(null);
    requireRoom(keys, tenant.workspace());
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

  /** Refuses one key too many for a workspace. */
  static void requireRoom(ApiKeys keys, WorkspaceId workspace) {
    if (keys.list(workspace, Query.MAX_LIMIT, null).items().size() >= ApiKeys.MAX_PER_WORKSPACE) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "The workspace has "
              + ApiKeys.MAX_PER_WORKSPACE
              + " keys, which is the most it can have.",
          "Revoke keys that are not used any more.");
    }
  }

  private Instant future(String text) {
    try {
      Instant instant = Instant.parse(text);
      if (!instant.isAfter(clock.instant())) {
        throw new InvalidFieldException("expiresAt", "The time is not in the future.");
      }
      return instant;
    } catch (DateTimeException e) {
      throw new InvalidFieldException("expiresAt", "The time is not ISO 8601 in UTC.");
    }
  }
}
