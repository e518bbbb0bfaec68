package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.HookDeliveries.Attempt;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Page;
import dev.sigil.testkit.github.Call.Caller;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What GitHub tells of the App's webhook deliveries; only the App itself is told. */
final class DeliveryResource implements Routes.Resource {
  private static final String DELIVERIES = " /app/hook/deliveries";
  private static final int MAX_PAGE = 100;

  private final FakeGitHub github;
  private @Nullable FakeHookDeliveries deliveries;

  DeliveryResource(FakeGitHub github) {
    this.github = github;
  }

  void show(FakeHookDeliveries list) {
    deliveries = list;
  }

  @Override
  public void add(Routes routes) {
    routes
        .on("GET" + DELIVERIES, this::list)
        .on("POST" + DELIVERIES + "/{delivery_id}/attempts", this::again);
  }

  private FakeHookDeliveries of(Call call) {
    if (!(call.caller() instanceof Caller.App)) {
      throw Reply.refused(401, "A JSON web token could not be decoded");
    }
    if (deliveries == null) {
      throw Reply.refused(404, "Not Found");
    }
    return deliveries;
  }

  private Reply list(Call call) {
    FakeHookDeliveries all = of(call);
    int size = call.number("per_page", 30);
    if (size < 1 || size > MAX_PAGE) {
      github.violation(call, "asks for a page of " + size);
    }
    Page<Attempt> page;
    try {
      page = all.page(call.query().get("cursor"), size);
    } catch (IllegalArgumentException e) {
      throw Reply.refused(400, "Invalid cursor");
    }
    ArrayNode body = Json.object().arrayNode();
    page.items().forEach(attempt -> body.add(shown(call.operation().example(200), attempt)));
    Reply reply = Reply.ok(body);
    Map<String, String> headers = new TreeMap<>(reply.headers());
    page.next()
        .ifPresent(
            next ->
                headers.put(
                    "Link",
                    "<"
                        + github.address()
                        + "/app/hook/deliveries?per_page="
                        + size
                        + "&cursor="
                        + next
                        + ">; rel=\"next\""));
    return new Reply(200, headers, reply.body());
  }

  private static ObjectNode shown(ObjectNode example, Attempt attempt) {
    return example
        .put("id", attempt.id())
        .put("guid", attempt.delivery())
        .put("delivered_at", attempt.at().toString())
        .put("redelivery", false)
        .put("status", attempt.status() == 0 ? "failed to connect to host" : "OK")
        .put("status_code", attempt.status());
  }

  private Reply again(Call call) {
    try {
      of(call).ask(Long.parseLong(call.path("delivery_id")));
    } catch (SigilException e) {
      throw Reply.refused(404, "Not Found");
    }
    return Reply.of(202, Json.object());
  }
}
