package dev.sigil.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A body as Pub/Sub posts it, both spellings of its names included. */
final class PushBody {
  private final ObjectNode root = Json.object();
  private final ObjectNode message = root.putObject("message");

  PushBody(String subscription) {
    message.put("messageId", "136969346945").put("message_id", "136969346945");
    message.put("publishTime", "2026-02-19T18:14:58.117Z");
    message.put("publish_time", "2026-02-19T18:14:58.117Z");
    root.put("subscription", "projects/demo/subscriptions/" + subscription);
  }

  PushBody data(String data) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    message.put("data", Base64.getEncoder().encodeToString(bytes));
    return this;
  }

  PushBody attribute(String name, String value) {
    message.withObjectProperty("attributes").put(name, value);
    return this;
  }

  PushBody attempt(int number) {
    root.put("deliveryAttempt", number);
    return this;
  }

  String json() {
    return Json.write(root);
  }
}
