package dev.sigil.functions.consoleapi;

import dev.sigil.builder.Planner;
import dev.sigil.builder.propose.ProposedManifest;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Transport;
import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.core.codehost.CoveredRepositories.Addition;
import dev.sigil.core.codehost.CoveredRepositories.Covered;
import dev.sigil.core.codehost.CoveredRepositories.Files;
import dev.sigil.core.codehost.CoveredRepositories.Proposal;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.SourcePath;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A closer look at a repository, as its build would take it. */
final class RepositoryLook {
  private static final int MAX_READS = 40;
  private static final String BRANCH = "sigil/mcp-yaml";
  private static final Set<ErrorCode> PROBLEMS =
      Set.of(
          ErrorCode.MANIFEST_INVALID,
          ErrorCode.SERVER_NOT_DETECTED,
          ErrorCode.SOURCE_TOO_LARGE,
          ErrorCode.SOURCE_UNSAFE);

  private final CoveredRepositories repositories;
  private final long installation;
  private final Covered covered;
  private final Planner planner = new Planner();

  RepositoryLook(CoveredRepositories repositories, long installation, Covered covered) {
    this.repositories = repositories;
    this.installation = installation;
    this.covered = covered;
  }

  String fullName() {
    return covered.fullName();
  }

  /** How the server would be built and run. */
  record ServerView(
      String name,
      String version,
      String description,
      String folder,
      Language runtime,
      String runtimeVersion,
      Transport transport,
      List<String> start,
      List<SecretRequirement> secrets,
      String detectedBy,
      List<String> notes) {
    static ServerView of(BuildPlan plan) {
      return new ServerView(
          plan.name(),
          plan.version(),
          plan.description(),
          plan.folder(),
          plan.runtime(),
          plan.runtimeVersion(),
          plan.transport(),
          plan.start(),
          plan.secrets(),
          plan.detectedBy(),
          plan.notes());
    }
  }

  /**
   * What was found.
   *
   * @param server null when there are problems
   */
  record McpView(
      String repository,
      String branch,
      @Nullable Commit commit,
      List<String> folders,
      boolean manifest,
      @Nullable ServerView server,
      List<String> problems) {}

  McpView mcp(String given) {
    String folder = SourcePath.normalize(given);
    Commit head = head();
    Files files = repositories.files(installation, fullName(), head);
    RemoteTree tree = tree(files);
    boolean manifest = tree.contains(within(folder, "mcp.yaml"));
    List<String> folders = List.of();
    try {
      folders = planner.folders(tree);
      ServerView server = ServerView.of(planner.plan(tree, folder));
      return view(head, folders, manifest, server, List.of());
    } catch (SigilException e) {
      if (!PROBLEMS.contains(e.code())) {
        throw e;
      }
      return view(head, folders, manifest, null, problems(e));
    }
  }

  private static List<String> problems(SigilException e) {
    return String.valueOf(e.getMessage()).lines().toList();
  }

  private McpView view(
      Commit head,
      List<String> folders,
      boolean manifest,
      @Nullable ServerView server,
      List<String> problems) {
    return new McpView(
        fullName(), covered.defaultBranch(), head, folders, manifest, server, problems);
  }

  /** Opens the pull request that adds an mcp.yaml, once. */
  Proposal propose(String given) {
    String folder = SourcePath.normalize(given);
    RemoteTree tree = tree(repositories.files(installation, fullName(), head()));
    String path = within(folder, "mcp.yaml");
    if (tree.contains(path)) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "The repository has " + path + " already.",
          "Change it where it is; nothing needs to be proposed.");
    }
    ProposedManifest manifest = ProposedManifest.of(planner, tree, folder);
    String branch =
        folder.isEmpty() ? BRANCH : BRANCH + "-" + folder.replaceAll("[^A-Za-z0-9]+", "-");
    return repositories.propose(
        installation,
        covered,
        new Addition(
            branch, path, manifest.yaml(), "Add mcp.yaml for Sigil", description(manifest)));
  }

  private static String description(ProposedManifest manifest) {
    StringBuilder text =
        new StringBuilder(
            "This says how Sigil builds and runs the MCP server of this repository, as it does"
                + " already without the file. Merge it to keep that so, or to change it.\n");
    if (!manifest.notes().isEmpty()) {
      text.append("\nPlease check:\n");
      manifest.notes().forEach(note -> text.append("- ").append(note).append('\n'));
    }
    return text.toString();
  }

  private Commit head() {
    return repositories
        .head(installation, fullName(), covered.defaultBranch())
        .orElseThrow(
            () ->
                new SigilException(
                    ErrorCode.SOURCE_NOT_FOUND,
                    "The repository has no commit yet.",
                    "Push a first commit, then look again."));
  }

  private RemoteTree tree(Files files) {
    return new RemoteTree(repositories, installation, fullName(), files.files(), MAX_READS);
  }

  private static String within(String folder, String file) {
    return folder.isEmpty() ? file : folder + "/" + file;
  }
}
