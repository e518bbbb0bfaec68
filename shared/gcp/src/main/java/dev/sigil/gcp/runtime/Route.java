package dev.sigil.gcp.runtime;

import dev.sigil.core.id.ReleaseId;
import java.net.URI;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the gateway must know of a promoted server, so that it needs no permission to read services.
 *
 * @param audience the service's own address, for which identity tokens are made
 * @param serving takes requests that belong to no session
 * @param release what serves
 * @param endpoints where revisions answer MCP that may hold sessions, by tag: the one that serves,
 *     and the one before it
 * @param epoch counts how often all instances were ended, and their sessions with them
 * @param paused whether requests are refused
 * @param minInstances kept running while not paused
 * @param maxInstances never exceeded
 */
record Route(
    String audience,
    RevisionTag serving,
    ReleaseId release,
    SortedMap<String, URI> endpoints,
    int epoch,
    boolean paused,
    int minInstances,
    int maxInstances) {
  Route {
    endpoints = Collections.unmodifiableSortedMap(new TreeMap<>(endpoints));
  }

  /** A newer revision serves; the one before it stays for its sessions. */
  Route promoting(Route next) {
    SortedMap<String, URI> both = new TreeMap<>(endpoints);
    if (!serving.equals(next.serving)) {
      both.keySet().retainAll(Set.of(serving.toString()));
    }
    both.putAll(next.endpoints);
    return new Route(
        next.audience,
        next.serving,
        next.release,
        both,
        epoch,
        paused,
        next.minInstances,
        next.maxInstances);
  }

  Route pausing() {
    return paused ? this : with(true, epoch + 1);
  }

  Route resuming() {
    return with(false, epoch);
  }

  private Route with(boolean nowPaused, int nowEpoch) {
    return new Route(
        audience, serving, release, endpoints, nowEpoch, nowPaused, minInstances, maxInstances);
  }
}
