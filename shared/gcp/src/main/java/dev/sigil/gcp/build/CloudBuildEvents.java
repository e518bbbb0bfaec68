package dev.sigil.gcp.build;

import com.google.cloudbuild.v1.Build;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.ForeignEvents;
import dev.sigil.core.json.Json;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.log.CloudLoggingReader;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the messages that Cloud Build publishes about its builds: the build as JSON, with its id
 * and status as attributes.
 */
public final class CloudBuildEvents implements ForeignEvents {
  /** The topic; Cloud Build knows no other. */
  public static final String TOPIC = "cloud-builds";

  private final BuildOutcomes outcomes;

  CloudBuildEvents(BuildOutcomes outcomes) {
    this.outcomes = outcomes;
  }

  /** A reader of the builds that {@code config} describes. */
  public static CloudBuildEvents of(GcpConfig config, BuildLogs logs) {
    return new CloudBuildEvents(
        new BuildOutcomes(
            ImageRepository.parse(config.imageRepository()), config.buildAccount(), logs));
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public Optional<Event> translate(Map<String, String> attributes, String data) {
    Json.parse(data);
    Build.Builder build = Build.newBuilder();
    try {
      JsonFormat.parser().ignoringUnknownFields().merge(data, build);
    } catch (InvalidProtocolBufferException e) {
      throw new Json.MalformedException("not a build of Cloud Build", e);
    }
    return outcomes.of(build.build()).map(event -> event);
  }

  /** Makes the reader from the environment; it connects when a build has failed. */
  public static final class Factory implements ForeignEvents.Factory {
    @Override
    public ForeignEvents open(Map<String, String> environment) {
      GcpConfig config = GcpConfig.from(environment);
      GcpClients clients = new GcpClients(config.emulator());
      return of(config, new LoggedBuilds(() -> CloudLoggingReader.open(clients, config)));
    }
  }
}
