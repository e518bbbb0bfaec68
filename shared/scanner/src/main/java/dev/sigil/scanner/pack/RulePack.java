package dev.sigil.scanner.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.scanner.literal.Prefilter;
import dev.sigil.scanner.literal.Starts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A document of rules. One that ships is written in YAML and lies beside its class; the build adds,
 * once every rule has passed its own tests, the same tree as JSON with the hash of the YAML. Where
 * that hash is the YAML's, the tree is read from there and the tests need not run again; where it
 * is not, the YAML counts.
 *
 * @param tree what the document says
 * @param source the YAML; it identifies the rules
 * @param proven whether the rules have passed their own tests already
 * @param literals what some of its patterns need, as {@link Prefilter#literals} found when the
 *     rules were proven
 * @param starts what the matches of some begin with, as {@link Starts#literals} found then
 */
public record RulePack(
    JsonNode tree,
    String source,
    boolean proven,
    Map<String, Set<String>> literals,
    Map<String, Set<String>> starts) {
  private static final String HASH = "sha256";
  private static final String TREE = "tree";
  private static final String LITERALS = "literals";
  private static final String STARTS = "starts";

  /** The pack {@code name}{@code .yaml} beside {@code owner}. */
  public static RulePack shipped(Class<?> owner, String name) {
    byte[] yaml = Objects.requireNonNull(read(owner, name + ".yaml"), name);
    return of(new String(yaml, StandardCharsets.UTF_8), read(owner, name + ".json"));
  }

  /* With what the build has left beside it. */
  static RulePack of(String yaml, byte @Nullable [] proof) {
    JsonNode known = proof == null ? Json.object() : Json.parse(proof);
    return known.path(HASH).asText().equals(hash(yaml))
        ? new RulePack(
            known.path(TREE),
            yaml,
            true,
            literals(known.path(LITERALS)),
            literals(known.path(STARTS)))
        : parse(yaml);
  }

  /** A document whose rules still have to pass their tests. */
  public static RulePack parse(String yaml) {
    Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return new RulePack(Json.tree(document), yaml, false, Map.of(), Map.of());
  }

  private static Map<String, Set<String>> literals(JsonNode known) {
    Map<String, Set<String>> literals = HashMap.newHashMap(known.size());
    for (Map.Entry<String, JsonNode> each : known.properties()) {
      Set<String> needed = LinkedHashSet.newLinkedHashSet(each.getValue().size());
      each.getValue().forEach(text -> needed.add(text.asText()));
      literals.put(each.getKey(), needed);
    }
    return literals;
  }

  /** The document as {@code type}. */
  public <T> T as(Class<T> type) {
    return Json.convert(tree, type);
  }

  /**
   * What says, beside the YAML, that its rules have passed their tests.
   *
   * @param patterns of which it also keeps the literals, since finding them takes longer than a
   *     scan
   */
  public byte[] proof(Collection<String> patterns) {
    ObjectNode proof = Json.object().put(HASH, hash(source)).set(TREE, tree);
    proof.set(LITERALS, Json.tree(Prefilter.literals(patterns)));
    proof.set(STARTS, Json.tree(Starts.literals(patterns)));
    return Json.bytes(proof);
  }

  private static byte @Nullable [] read(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
