package dev.sigil.github.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * New versions of Terraform's secrets, through {@code gcloud}. A secret goes through a pipe and
 * stands in no argument and no file.
 */
record SecretManagerKeeper(String gcloud, String project) implements Keeper {
  private static final String KEY = "platform-github-app-key";
  private static final String SECRET = "platform-github-webhook-secret";
  private static final String CLIENT_SECRET = "platform-github-client-secret";
  private static final int SECONDS = 60;
  private static final int MAX_ERROR = 500;

  @Override
  public void check() throws IOException {
    for (String secret : List.of(KEY, SECRET, CLIENT_SECRET)) {
      run("", "secrets", "describe", secret, "--project=" + project);
    }
  }

  @Override
  public String keep(CreatedApp app) throws IOException {
    add(KEY, app.key());
    add(SECRET, app.webhookSecret());
    add(CLIENT_SECRET, app.clientSecret());
    return "Secret Manager of " + project;
  }

  private void add(String secret, String value) throws IOException {
    run(value, "secrets", "versions", "add", secret, "--project=" + project, "--data-file=-");
  }

  private void run(String input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(gcloud));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("gcloud-", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("gcloud did not answer within " + SECONDS + " seconds.");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "gcloud " + String.join(" ", arguments) + " failed: " + error(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /* Below the word ERROR stand gcloud's advice and, at times, much else. */
  private static String error(Path output) throws IOException {
    String text = Files.readString(output).strip();
    String from = text.substring(Math.max(0, text.indexOf("ERROR:"))).replaceAll("\\s+", " ");
    return from.length() > MAX_ERROR ? from.substring(0, MAX_ERROR) + "…" : from;
  }
}
