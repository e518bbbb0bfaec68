package dev.sigil.push;

import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.platform.Standalone;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;

/**
 * Registers a function's bean and the platform beneath it, one by one: nothing is scanned and
 * nothing configures itself. Spring makes it, so a subclass has a constructor without arguments.
 */
public abstract class EventBeans
    implements ApplicationContextInitializer<GenericApplicationContext> {
  static final String FUNCTION = "deliveries";

  /**
   * The function on its platform.
   *
   * @throws dev.sigil.core.ConfigException when a variable is missing or wrong
   */
  protected abstract EventFunction function(Platform platform, Map<String, String> environment);

  @Override
  public final void initialize(GenericApplicationContext context) {
    Map<String, Object> settings = Map.of("function.name", FUNCTION);
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("sigil", settings));
    context.registerBean(Platform.class, () -> Standalone.start(System.getenv()));
    context.registerBean(
        FunctionRegistration.class, () -> registration(context.getBean(Platform.class)));
  }

  private FunctionRegistration<Consumer<Delivery>> registration(Platform platform) {
    EventFunction function = function(platform, System.getenv());
    ResolvableType type = ResolvableType.forClassWithGenerics(Consumer.class, Delivery.class);
    return new FunctionRegistration<Consumer<Delivery>>(
            delivery -> accept(function, delivery), FUNCTION)
        .type(type.getType());
  }

  private static void accept(EventFunction function, Delivery delivery) {
    if (!function.topics().contains(delivery.topic())) {
      throw new IllegalStateException("not subscribed to " + delivery.topic().id());
    }
    function.accept(delivery);
  }
}
