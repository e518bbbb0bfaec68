package dev.sigil.functions.journey;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.fake.FakeArtifactRegistry;
import dev.sigil.gcp.fake.FakeCloudBuild;
import dev.sigil.gcp.fake.FakeCloudRun;
import dev.sigil.gcp.fake.FakeCloudStorage;
import dev.sigil.gcp.fake.FakeGoogleCloud;
import dev.sigil.gcp.fake.FakeIam;
import dev.sigil.gcp.fake.FakeIamCredentials;
import dev.sigil.gcp.fake.FakeLogging;
import dev.sigil.gcp.fake.FakeOperations;
import dev.sigil.gcp.fake.FakePolicies;
import dev.sigil.gcp.fake.FakeSecretManager;
import dev.sigil.github.app.Manifest;
import dev.sigil.testkit.emulator.FirestoreEmulator;
import dev.sigil.testkit.emulator.PubSubEmulator;
import dev.sigil.testkit.github.FakeGitHub;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** What stands in for Google Cloud and for GitHub, and the variables that lead functions to it. */
final class StandIns implements AutoCloseable {
  static final String PROJECT = "sigil-journey";
  static final String WEBHOOK_SECRET = "a-secret-of-thirty-two-characters";
  private static final String REGION = "europe-west1";
  private static final String ACCOUNT = "@" + PROJECT + ".iam.gserviceaccount.com";
  private static final String GATEWAY = "sigil-gateway" + ACCOUNT;
  private static final String BUCKET = "sigil-journey-sources";
  private static final String APP = "12345";

  private final InstantSource clock = InstantSource.system();
  private final FirestoreEmulator firestore;
  private final FirestoreMeter meter;
  private final PubSubEmulator pubsub;
  private final PushSubscriptions subscriptions;
  private final FakeIam iam = new FakeIam(GATEWAY);
  private final FakeOperations operations = new FakeOperations();
  private final FakePolicies policies = new FakePolicies(iam);
  private final FakeSecretManager secrets = new FakeSecretManager(clock, policies);
  private final FakeArtifactRegistry registry = new FakeArtifactRegistry(operations);
  private final FakeCloudStorage storage = FakeCloudStorage.start(BUCKET, null);
  private final FakeCloudBuild builds;
  private final FakeCloudRun run;
  private final FakeGoogleCloud cloud;
  private final OnePort port;
  private final KeyPair key = key();
  private final FakeGitHub github =
      FakeGitHub.start(new FakeGitHub.App(APP, key.getPublic(), Manifest.PERMISSIONS), clock);

  StandIns(FirestoreEmulator firestore, PubSubEmulator pubsub, Path work, Path bridge) {
    this.firestore = firestore;
    this.meter = new FirestoreMeter(firestore.endpoint());
    this.pubsub = pubsub;
    this.subscriptions = new PushSubscriptions(pubsub.endpoint(), PROJECT);
    DockerImages images = new DockerImages(work.resolve("images"), bridge);
    FakeIamCredentials credentials = new FakeIamCredentials(iam, clock);
    this.builds =
        new FakeCloudBuild(new Cell(PROJECT, REGION), storage, registry, images, this::tell, clock);
    this.run = new FakeCloudRun(iam, credentials, policies, secrets, images, operations);
    this.cloud =
        FakeGoogleCloud.start(
            run.services(),
            run.revisions(),
            operations,
            iam,
            credentials,
            secrets,
            registry,
            builds,
            new FakeLogging());
    this.port = new OnePort(cloud.endpoint(), storage.endpoint());
    github.install("acme");
  }

  /* Cloud Build publishes on a topic of its own name in the project. */
  private void tell(Map<String, String> attributes, String data) {
    subscriptions.publish(
        "cloud-builds",
        PubsubMessage.newBuilder()
            .putAllAttributes(attributes)
            .setData(ByteString.copyFromUtf8(data))
            .build());
  }

  /**
   * What Terraform sets for every function, and where everything is.
   *
   * @param metered whether its documents are counted
   */
  Map<String, String> environment(boolean metered) {
    Map<String, String> variables = new HashMap<>();
    variables.put("SIGIL_GCP_PROJECT", PROJECT);
    variables.put("SIGIL_GCP_REGION", REGION);
    variables.put("SIGIL_GCP_SOURCE_BUCKET", BUCKET);
    variables.put("SIGIL_GCP_IMAGE_REPOSITORY", REGION + "-docker.pkg.dev/" + PROJECT + "/servers");
    variables.put("SIGIL_GCP_BUILD_ACCOUNT", "sigil-builder" + ACCOUNT);
    variables.put("SIGIL_GCP_GATEWAY_ACCOUNT", GATEWAY);
    variables.put("SIGIL_GCP_EMULATOR_HOST", port.endpoint());
    variables.put("FIRESTORE_EMULATOR_HOST", metered ? meter.endpoint() : firestore.endpoint());
    variables.put("PUBSUB_EMULATOR_HOST", pubsub.endpoint());
    variables.put("SIGIL_GITHUB_URL", github.address().toString());
    variables.put("SIGIL_GITHUB_APP_ID", APP);
    variables.put("SIGIL_GITHUB_APP_KEY", pem());
    variables.put("SIGIL_GITHUB_WEBHOOK_SECRET", WEBHOOK_SECRET);
    variables.put("SIGIL_DELIVERY_ATTEMPTS", Integer.toString(PushSubscriptions.MAX_ATTEMPTS));
    return variables;
  }

  FirestoreMeter meter() {
    return meter;
  }

  PushSubscriptions subscriptions() {
    return subscriptions;
  }

  FakeGitHub github() {
    return github;
  }

  FakeCloudRun run() {
    return run;
  }

  FakeGoogleCloud cloud() {
    return cloud;
  }

  FakeArtifactRegistry registry() {
    return registry;
  }

  /** Every service account but the gateway's. */
  long serverAccounts() {
    return iam.accounts().stream().filter(email -> !email.equals(GATEWAY)).count();
  }

  private String pem() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  @Override
  public void close() {
    builds.close();
    run.close();
    port.close();
    cloud.close();
    storage.close();
    github.close();
    subscriptions.close();
    meter.close();
  }
}
