package dev.sigil.push;

import dev.sigil.core.TransientException;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.Topic;
import dev.sigil.core.platform.Platform;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A function as the Functions Framework starts it; does what its message says. */
public final class EchoApplication extends PushFunction {
  static final BlockingQueue<Delivery> TAKEN = new LinkedBlockingQueue<>();

  public EchoApplication() {
    super(Beans.class);
  }

  static final class Beans extends EventBeans {
    @Override
    protected EventFunction function(Platform platform, Map<String, String> environment) {
      return new Echo();
    }
  }

  private static final class Echo implements EventFunction {
    @Override
    public Set<Topic> topics() {
      return Set.of(Topic.SOURCE_PUSHED, Topic.SCAN_PASSED);
    }

    @Override
    public void accept(Delivery delivery) {
      if (delivery.data().equals("later")) {
        throw new TransientException("later");
      }
      TAKEN.add(delivery);
    }
  }
}
