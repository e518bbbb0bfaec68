package dev.sigil.builder.detect.declared;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Folder;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Transport;
import dev.sigil.core.secret.SecretName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A registry's server.json, schema 2025-12-11 and the older ones with the same fields. */
record ServerJson(JsonNode json) {
  static final String FILE = "server.json";
  private static final int MAX_ENTRIES = 100;
  private static final Pattern URL_PATH =
      Pattern.compile("https?://[^/]+(/[A-Za-z0-9._~/-]{1,199})");

  /** A package that can be installed here. */
  record Published(String type, String identifier, String version, JsonNode json) {}

  static Optional<ServerJson> read(Folder folder) {
    return folder
        .json(FILE)
        .filter(json -> json.path("packages").isArray() || json.path("remotes").isArray())
        .map(ServerJson::new);
  }

  /** In the order of the file. */
  List<Published> packages() {
    return stream(json.path("packages"))
        .map(
            node ->
                new Published(
                    node.path("registryType").asText(""),
                    node.path("identifier").asText(""),
                    node.path("version").asText(json.path("version").asText("")),
                    node))
        .toList();
  }

  Declaration declaration(JsonNode source) {
    JsonNode transport = source.path("transport");
    String name = json.path("name").asText("");
    @Nullable Transport spoken = transport(transport.path("type").asText(""));
    return new Declaration(
        name.substring(name.lastIndexOf('/') + 1),
        json.path("version").asText(""),
        json.path("description").asText(""),
        spoken,
        spoken == Transport.HTTP ? path(transport.path("url").asText("")) : null,
        environment(source),
        secrets(source));
  }

  private static @Nullable Transport transport(String type) {
    return switch (type) {
      case "stdio" -> Transport.STDIO;
      case "streamable-http" -> Transport.HTTP;
      default -> null;
    };
  }

  private static @Nullable String path(String url) {
    Matcher matcher = URL_PATH.matcher(url);
    return matcher.matches() ? matcher.group(1) : null;
  }

  private static SortedMap<String, String> environment(JsonNode source) {
    SortedMap<String, String> environment = new TreeMap<>();
    stream(source.path("environmentVariables"))
        .filter(variable -> !variable.path("isSecret").asBoolean() && value(variable).isPresent())
        .filter(variable -> secretName(variable).isPresent())
        .forEach(
            variable ->
                environment.put(variable.path("name").asText(), value(variable).orElseThrow()));
    return environment;
  }

  /* What the user must supply, secret or not, goes where values are kept: among the secrets. */
  private static List<SecretRequirement> secrets(JsonNode source) {
    return stream(source.path("environmentVariables"))
        .filter(variable -> variable.path("isSecret").asBoolean() || value(variable).isEmpty())
        .flatMap(
            variable ->
                secretName(variable)
                    .map(
                        name ->
                            new SecretRequirement(
                                name,
                                line(variable.path("description").asText("")),
                                variable.path("isRequired").asBoolean()))
                    .stream())
        .toList();
  }

  private static Optional<SecretName> secretName(JsonNode variable) {
    try {
      return Optional.of(new SecretName(variable.path("name").asText("")));
    } catch (SigilException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> value(JsonNode input) {
    String value = input.path("value").asText(input.path("default").asText(""));
    boolean fixed = !value.isEmpty() && value.length() <= 4_096 && !value.contains("{");
    return fixed && value.chars().noneMatch(Character::isISOControl)
        ? Optional.of(value)
        : Optional.empty();
  }

  /** Arguments that have a value of their own, in order. */
  static List<String> arguments(JsonNode source) {
    List<String> arguments = new ArrayList<>();
    stream(source.path("packageArguments"))
        .forEach(
            argument -> {
              Optional<String> value = value(argument);
              boolean named = argument.path("type").asText().equals("named");
              if (named && (value.isPresent() || argument.path("isRequired").asBoolean())) {
                arguments.add(argument.path("name").asText());
              }
              value.ifPresent(arguments::add);
            });
    return arguments;
  }

  private static String line(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.substring(0, Math.min(line.length(), 500));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).limit(MAX_ENTRIES);
  }
}
