package dev.sigil.embedded.event;

import dev.sigil.core.event.EventFunction;

/** A function that gets its own copy of each event of its topics, kept under a lasting name. */
record Subscription(String name, EventFunction function, DeliveryPolicy policy) {}
