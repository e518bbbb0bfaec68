package dev.sigil.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that talks to the platform. */
abstract class ApiCommand implements Callable<Integer> {
  protected final Session session;
  @Mixin protected final Options options;

  ApiCommand(Session session) {
    this.session = session;
    this.options = new Options(session);
  }

  @Override
  public final Integer call() throws IOException {
    try (Api api = options.api()) {
      return run(api);
    }
  }

  /** Does the command's work and returns its {@link ExitCode}. */
  abstract int run(Api api) throws IOException;
}
