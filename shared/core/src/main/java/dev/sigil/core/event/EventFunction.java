package dev.sigil.core.event;

import java.util.Set;
import java.util.function.Consumer;

/**
 * A function that events start. It returns to acknowledge, and throws {@link
 * dev.sigil.core.TransientException} to be called again later. The same event may arrive twice,
 * late, and at the same time on two instances.
 */
public interface EventFunction extends Consumer<Delivery> {
  /** The topics it subscribes to. */
  Set<Topic> topics();
}
