package dev.sigil.functions.registryapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.registry.PackageFilter;
import dev.sigil.core.registry.PackageVersion;
import dev.sigil.core.registry.Packages;
import dev.sigil.core.store.Page;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.Paging;
import dev.sigil.http.Request;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which part of which list is asked for. A cursor carries the whole filter, since clients leave out
 * the search on later pages, and is URL-safe, since they do not encode it.
 *
 * @param cursor the store's own cursor; null for the first page
 */
record ListRequest(PackageFilter filter, int limit, @Nullable String cursor) {
  private static final int MAX_TEXT = 200;

  private record Cursor(PackageFilter filter, String cursor) {}

  /** The first page of {@code filter}, or what the cursor of the request goes on with. */
  static ListRequest of(Request request, PackageFilter filter) {
    Paging paging = request.paging(30, 100);
    String given = paging.cursor();
    if (given == null) {
      return new ListRequest(filter, paging.limit(), null);
    }
    Cursor cursor = parse(given);
    return new ListRequest(cursor.filter(), paging.limit(), cursor.cursor());
  }

  /** The filter that the query of the MCP registry's API describes. */
  static PackageFilter filter(Request request) {
    String version = text(request, "version");
    boolean latest = "latest".equals(version);
    return new PackageFilter(
        text(request, "search"),
        latest,
        latest ? null : version,
        request.query("updated_since").map(ListRequest::instant).orElse(null),
        request.query("include_deleted").map(ListRequest::flag).orElse(false));
  }

  /** A bounded parameter of the query; null when it is absent. */
  static @Nullable String text(Request request, String name) {
    String value = request.query(name).map(String::strip).orElse(null);
    if (value != null && value.length() > MAX_TEXT) {
      throw new InvalidFieldException(
          name, "The parameter is longer than " + MAX_TEXT + " characters.");
    }
    return value;
  }

  /** The page, with a cursor for clients. */
  Page<PackageVersion> read(Packages packages) {
    Page<PackageVersion> page =
        new Paging(limit, cursor).read((size, from) -> packages.list(filter, size, from));
    String next = page.next().map(store -> encode(new Cursor(filter, store))).orElse(null);
    return new Page<>(page.items(), next);
  }

  private static String encode(Cursor cursor) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(cursor));
  }

  private static Cursor parse(String text) {
    try {
      JsonNode tree = Json.parse(Base64.getUrlDecoder().decode(text));
      if (tree.path("filter").isObject() && tree.path("cursor").isTextual()) {
        return Json.convert(tree, Cursor.class);
      }
    } catch (Json.MalformedException | IllegalArgumentException e) {
      throw new InvalidFieldException("cursor", "The cursor is not one of this list.");
    }
    throw new InvalidFieldException("cursor", "The cursor is not one of this list.");
  }

  /* An unencoded plus sign of an offset arrives as a space. */
  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidFieldException(
          "updated_since", "Invalid updated_since: it is not an RFC 3339 time.");
    }
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidFieldException("include_deleted", "It is true or false.");
    };
  }
}
