package dev.sigil.functions.consoleapi;

import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.policy.ScanPolicy;
import dev.sigil.core.scan.policy.ScanSettings;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a workspace decides about the findings of its scans. */
final class ScanPolicyResource {
  private final DocumentStore documents;

  ScanPolicyResource(DocumentStore documents) {
    this.documents = documents;
  }

  /** {@code fixed} are the classes that no workspace can lower. */
  private record PolicyView(
      String policy,
      String description,
      Map<ThreatClass, Verdict> classes,
      List<ThreatClass> fixed) {
    static PolicyView of(ScanSettings settings) {
      ScanPolicy compiled = settings.compile();
      List<ThreatClass> fixed =
          Arrays.stream(ThreatClass.values()).filter(ThreatClass::protectsOthers).toList();
      return new PolicyView(
          settings.policy(), compiled.description(), new TreeMap<>(settings.classes()), fixed);
    }
  }

  Response show(Tenant tenant, Request request) {
    return Response.ok(PolicyView.of(ScanSettings.of(documents, tenant.workspace())));
  }

  Response set(Tenant tenant, Request request) {
    JsonBody body = request.json().only("policy", "classes");
    Map<ThreatClass, Verdict> classes = new EnumMap<>(ThreatClass.class);
    body.members("classes")
        .forEach(
            (name, effect) ->
                classes.put(
                    one("classes", ThreatClass.class, name),
                    one("classes", Verdict.class, effect)));
    ScanSettings settings = new ScanSettings(body.text("policy"), classes);
    settings.save(documents, tenant.workspace());
    Map<String, String> detail = new TreeMap<>(Map.of("policy", settings.policy()));
    classes.forEach((threat, effect) -> detail.put(threat.name(), effect.name()));
    tenant.changed("scan-policy.set", tenant.workspace().value(), detail);
    return Response.success(200, PolicyView.of(settings), "It decides from the next scan on.");
  }

  private static <E extends Enum<E>> E one(String field, Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(
          field,
          "One of these names was expected: "
              + String.join(", ", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList())
              + ".");
    }
  }
}
