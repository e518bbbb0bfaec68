package dev.sigil.push;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.ForeignEvents;
import dev.sigil.core.log.JsonLogFormatter;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.springframework.cloud.function.adapter.gcp.FunctionInvoker;

/**
 * An event function on Google Cloud: takes what Pub/Sub pushes and hands it to the function's bean.
 * A subclass without arguments is what the Functions Framework starts; Spring's context lives as
 * long as the process.
 */
public abstract class PushFunction extends FunctionInvoker {
  private final PushEndpoint endpoint;

  /**
   * Starts Spring.
   *
   * @param beans registers the function's bean
   */
  protected PushFunction(Class<? extends EventBeans> beans) {
    super(prepared(beans));
    Map<String, String> environment = System.getenv();
    Consumer<Delivery> bean = catalog.lookup(EventBeans.FUNCTION);
    Deliveries deliveries =
        new Deliveries(ForeignEvents.load(environment), PushConfig.from(environment).maxAttempts());
    this.endpoint = new PushEndpoint(deliveries, bean);
  }

  @Override
  public final void service(HttpRequest request, HttpResponse response) throws IOException {
    endpoint.service(request, response);
  }

  /* Spring would replace the process's log format by its own. */
  private static Class<?> prepared(Class<? extends EventBeans> beans) {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    JsonLogFormatter.install(Level.INFO, System.getenv());
    return beans;
  }
}
