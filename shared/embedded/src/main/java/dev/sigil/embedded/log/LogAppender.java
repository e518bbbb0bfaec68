package dev.sigil.embedded.log;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Writes the segments of one log, for as many writers as have it open. */
final class LogAppender {
  private static final Logger LOG = System.getLogger(LogAppender.class.getName());

  private final LogDirectory directory;
  private final long segmentBytes;
  private final int segments;
  private int users;
  private long number;
  private @Nullable FileChannel channel;
  private boolean deleted;

  LogAppender(LogDirectory directory, long segmentBytes, int segments) {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.segments = segments;
  }

  synchronized void acquire() {
    users++;
    deleted = false;
  }

  /** Returns whether that was the last user. */
  synchronized boolean release() {
    users--;
    if (users == 0) {
      closeChannel();
    }
    return users == 0;
  }

  synchronized void append(byte[] line) {
    if (deleted || users == 0) {
      return;
    }
    try {
      FileChannel out = segment(line.length);
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
    } catch (IOException e) {
      closeChannel();
      LOG.log(Level.WARNING, "a log line could not be written", e);
    }
  }

  synchronized void delete() throws IOException {
    closeChannel();
    deleted = true;
    directory.delete();
  }

  private FileChannel segment(int bytes) throws IOException {
    FileChannel open = channel;
    if (open == null) {
      Files.createDirectories(directory.path());
      number = directory.last();
      open = open(directory.segment(number));
      endTornLine(open);
    }
    if (open.size() > 0 && open.size() + bytes > segmentBytes) {
      open.close();
      number++;
      open = open(directory.segment(number));
      directory.deleteBefore(number - segments + 1);
    }
    channel = open;
    return open;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /* A crash may have cut the last line; what follows must not become part of it. */
  private void endTornLine(FileChannel out) throws IOException {
    long size = out.size();
    if (size == 0) {
      return;
    }
    try (FileChannel in = FileChannel.open(directory.segment(number), StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      in.read(last, size - 1);
      if (last.get(0) != '\n') {
        out.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
    }
  }

  private void closeChannel() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a log file could not be closed", e);
    }
    channel = null;
  }
}
