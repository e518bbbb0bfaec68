package dev.sigil.mcp;

import org.jspecify.annotations.Nullable;

/**
 * One server-sent event.
 *
 * @param id the last event id as of this event; absent when the stream has set none
 * @param type {@code message} unless the stream named another
 * @param data the lines of the event joined by line feeds; empty for an event that only carries an
 *     id
 * @param retryMillis how long to wait before reconnecting, when this event says so
 */
public record SseEvent(@Nullable String id, String type, String data, @Nullable Long retryMillis) {}
