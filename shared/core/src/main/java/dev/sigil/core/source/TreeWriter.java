package dev.sigil.core.source;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a tree that strangers made into an empty directory, and nothing outside of it. Each name
 * and size is judged before it is written; links are kept to the end and then checked, so nothing
 * is ever written through one. Not thread-safe.
 *
 * <p>Every method throws {@link SigilException}: {@code SOURCE_UNSAFE} for a path or link that
 * leaves the tree, {@code SOURCE_TOO_LARGE} beyond a limit.
 */
public final class TreeWriter {
  private static final int MAX_LINK = 1_024;

  private final Path target;
  private final SourceLimits limits;
  private final Set<String> paths = new HashSet<>();
  private final Map<String, String> links = new LinkedHashMap<>();
  private long total;
  private int files;

  /**
   * Creates the directory, for this user only.
   *
   * @param target does not exist; its parent does
   */
  public TreeWriter(Path target, SourceLimits limits) throws IOException {
    this.target =
        Files.createDirectory(
                target,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
            .toRealPath();
    this.limits = limits;
  }

  /** Notes a directory; it is made when something is in it. */
  public void directory(String path) {
    judge(path);
  }

  /** Writes exactly {@code size} bytes of {@code content}, which stays open. */
  public void file(String path, boolean executable, long size, InputStream content)
      throws IOException {
    count(path, size);
    Path file = target.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
        copy(content, size, out);
      }
    } catch (FileAlreadyExistsException e) {
      throw unsafe("names a path twice");
    }
    String permissions = executable ? "rwxr-xr-x" : "rw-r--r--";
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  /** Remembers a symbolic link for {@link #finish}. */
  public void link(String path, String destination) {
    bound(destination.length() <= MAX_LINK, "holds a link that is too long");
    count(path, destination.length());
    links.put(path, destination);
  }

  /** Makes the links. */
  public void finish() throws IOException {
    for (Map.Entry<String, String> link : links.entrySet()) {
      try {
        writeLink(link.getKey(), link.getValue());
      } catch (FileAlreadyExistsException e) {
        throw unsafe("names a path twice");
      }
    }
  }

  private void count(String path, long size) {
    judge(path);
    files++;
    total += size;
    bound(size <= limits.maxFileBytes(), "holds a file that is too large");
    bound(total <= limits.maxTotalBytes(), "is too large");
    bound(files <= limits.maxFiles(), "holds too many files");
  }

  private void judge(String path) {
    boolean plain = !path.isEmpty() && SourcePath.normalize(path).equals(path);
    if (!plain) {
      throw unsafe("holds a path that cannot be stored safely");
    }
    long depth = path.chars().filter(c -> c == '/').count();
    bound(depth <= limits.maxDepth(), "is nested too deeply");
    if (!paths.add(path)) {
      throw unsafe("names a path twice");
    }
    bound(paths.size() <= 2L * limits.maxFiles(), "holds too many files");
  }

  private static void copy(InputStream in, long size, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (long left = size; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("the source ended early");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private void writeLink(String path, String destination) throws IOException {
    if (!climbsOnlyFirst(destination)) {
      throw unsafe("holds a link that leads out of it: " + path);
    }
    Path link = target.resolve(path);
    Path parent = Objects.requireNonNull(link.getParent());
    Files.createDirectories(parent);
    Path reached = parent.resolve(destination).normalize();
    boolean inside = reached.startsWith(target) && !intoGit(target.relativize(reached));
    if (!inside || !parent.toRealPath().equals(parent.toAbsolutePath())) {
      throw unsafe("holds a link that leads out of it: " + path);
    }
    Files.createSymbolicLink(link, Path.of(destination));
  }

  /*
   * Behind another link ".." would not lead where its text says. At the start it does, since the
   * link's own directory is a real one.
   */
  private static boolean climbsOnlyFirst(String destination) {
    String rest = destination.replaceFirst("^(\\.\\./)+", "");
    return !destination.isEmpty()
        && !destination.startsWith("/")
        && destination.indexOf('\0') < 0
        && (rest.equals("..") || !List.of(rest.split("/", -1)).contains(".."));
  }

  private static boolean intoGit(Path relative) {
    for (Path part : relative) {
      if (part.toString().equalsIgnoreCase(".git")) {
        return true;
      }
    }
    return false;
  }

  private static void bound(boolean kept, String problem) {
    if (!kept) {
      throw new SigilException(ErrorCode.SOURCE_TOO_LARGE, "The repository " + problem + ".");
    }
  }

  private static SigilException unsafe(String problem) {
    return new SigilException(ErrorCode.SOURCE_UNSAFE, "The repository " + problem + ".");
  }
}
