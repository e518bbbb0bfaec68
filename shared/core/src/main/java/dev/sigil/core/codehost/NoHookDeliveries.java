package dev.sigil.core.codehost;

import dev.sigil.core.store.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nothing was sent, so nothing was missed. */
final class NoHookDeliveries implements HookDeliveries {
  @Override
  public Page<Attempt> list(@Nullable String cursor) {
    return new Page<>(List.of(), null);
  }

  @Override
  public void redeliver(long attempt) {
    throw new IllegalArgumentException("nothing was delivered");
  }
}
