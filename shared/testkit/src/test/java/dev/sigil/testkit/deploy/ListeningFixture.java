package dev.sigil.testkit.deploy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The fake runtime over sockets that listen, as instances do. */
final class ListeningFixture implements RuntimeFixture {
  private final List<ServerSocket> sockets = new ArrayList<>();
  private final FakeServerRuntime runtime =
      new FakeServerRuntime(this::launch, InstantSource.system());

  @Override
  public ServerRuntime runtime() {
    return runtime;
  }

  @Override
  public InstanceRouter router() {
    return runtime;
  }

  @Override
  public ServerSpec spec(
      DeploymentId deployment, int number, Scaling scaling, Behaviour behaviour) {
    List<SecretRequirement> secrets =
        behaviour == Behaviour.LACKS_SECRET
            ? List.of(new SecretRequirement(new SecretName("API_TOKEN"), "", true))
            : List.of();
    return RuntimeFixture.httpServer(
        deployment,
        number,
        new Artifact("local:fake"),
        List.of(behaviour.name()),
        new TreeMap<>(),
        secrets,
        scaling);
  }

  private URI launch(ServerSpec spec) {
    return switch (Behaviour.valueOf(spec.plan().start().getFirst())) {
      case SERVES -> listen();
      case EXITS -> throw new SigilException(ErrorCode.START_FAILED, "no such module");
      case NEVER_LISTENS -> throw new SigilException(ErrorCode.HANDSHAKE_TIMEOUT, "It is silent.");
      case LACKS_SECRET -> throw new SigilException(ErrorCode.SECRET_MISSING, "API_TOKEN is.");
    };
  }

  private URI listen() {
    try {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mcp");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
