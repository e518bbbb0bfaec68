package dev.sigil.core.scan;

import static java.util.Objects.requireNonNullElse;

import java.util.List;

/**
 * What a server offers and can do, as far as its source shows; two profiles of one server tell what
 * a new version changes. All lists are sorted and without duplicates.
 *
 * @param tools the tools that the source declares, by name
 * @param capabilities what shipped code does, such as {@code execute} or {@code send}
 * @param hosts hosts that are written into shipped code
 * @param recipients mail addresses that are written into shipped code as receivers
 */
public record ServerProfile(
    List<ToolPin> tools, List<String> capabilities, List<String> hosts, List<String> recipients) {
  public static final ServerProfile EMPTY =
      new ServerProfile(List.of(), List.of(), List.of(), List.of());

  public ServerProfile {
    tools = List.copyOf(requireNonNullElse(tools, List.of()));
    capabilities = List.copyOf(requireNonNullElse(capabilities, List.of()));
    hosts = List.copyOf(requireNonNullElse(hosts, List.of()));
    recipients = List.copyOf(requireNonNullElse(recipients, List.of()));
  }

  /**
   * A tool as its source declares it.
   *
   * @param description as the model reads it, at most 2,000 characters; empty when there is none
   * @param hash SHA-256 of name, whole description and parameters
   * @param capabilities what its handler does; empty when it was not found
   */
  public record ToolPin(
      String name,
      String description,
      String hash,
      List<String> capabilities,
      String path,
      int line) {
    public ToolPin {
      capabilities = List.copyOf(requireNonNullElse(capabilities, List.of()));
    }
  }
}
