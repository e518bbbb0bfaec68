package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.time.Instant;

/** GitHub's events about one organisation and its repositories, in GitHub's own shape. */
record Events(long account, String login) {
  static final Events ACME = new Events(1, "Acme");

  ObjectNode owner() {
    return Json.object()
        .put("id", account)
        .put("login", login)
        .put("type", "Organization")
        .put("html_url", "https://github.com/" + login);
  }

  ObjectNode repository(long id, String name, Instant at) {
    ObjectNode repository =
        Json.object()
            .put("id", id)
            .put("name", name)
            .put("full_name", login + "/" + name)
            .put("private", true)
            .put("default_branch", "main")
            .put("clone_url", "https://github.com/" + login + "/" + name + ".git")
            .put("updated_at", at.toString())
            .put("pushed_at", at.getEpochSecond());
    return repository.set("owner", owner());
  }

  /** A push of one commit that touches the files. */
  ObjectNode push(
      long id, String name, String ref, String before, String after, Instant at, String... files) {
    ObjectNode payload = Json.object().put("ref", ref).put("before", before).put("after", after);
    payload.set("repository", repository(id, name, at));
    payload.putObject("installation").put("id", 7);
    payload.putObject("head_commit").put("id", after).put("message", "Change");
    ObjectNode commit = payload.putArray("commits").addObject();
    commit.putArray("added");
    commit.putArray("removed");
    ArrayNode modified = commit.putArray("modified");
    for (String file : files) {
      modified.add(file);
    }
    return payload;
  }

  ObjectNode repositoryEvent(String action, long id, String name, Instant at) {
    ObjectNode payload = Json.object().put("action", action);
    payload.set("repository", repository(id, name, at));
    return payload;
  }

  ObjectNode installation(String action, long id, Instant at) {
    ObjectNode payload = Json.object().put("action", action);
    ObjectNode installation = payload.putObject("installation");
    installation.put("id", id).put("repository_selection", "all");
    installation.put("updated_at", at.getEpochSecond());
    installation.putObject("permissions").put("contents", "read");
    installation.set("account", owner());
    payload.putArray("repositories");
    return payload;
  }

  ObjectNode repositories(String action, long installation, long id, String name, Instant at) {
    ObjectNode payload = installation(action, installation, at);
    payload.putArray("repositories_added");
    payload.putArray("repositories_removed");
    payload
        .withArray("repositories_" + action)
        .addObject()
        .put("id", id)
        .put("name", name)
        .put("full_name", login + "/" + name)
        .put("private", true);
    return payload;
  }
}
