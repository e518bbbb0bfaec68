package dev.sigil.mcp.bridge.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that everything in transit shares: bodies, lines, and what readers have not taken yet. A
 * small heap is safe as long as nobody holds what the budget did not grant. Thread-safe.
 */
public final class MemoryBudget {
  private static final long MAX_SHARE = 32L * 1024 * 1024;

  private final AtomicLong free;

  public MemoryBudget(long bytes) {
    free = new AtomicLong(bytes);
  }

  /** A third of the heap: most bytes in transit are held twice while they are copied. */
  public static MemoryBudget ofHeap() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / 3);
  }

  /** What one process or connection may hold of it: an eighth of the heap, or 32 MiB. */
  public static MemoryBudget share() {
    return new MemoryBudget(Math.min(MAX_SHARE, Runtime.getRuntime().maxMemory() / 8));
  }

  /** Takes a part; false, and nothing is taken, when too little is left. */
  public boolean take(long bytes) {
    if (free.addAndGet(-bytes) >= 0) {
      return true;
    }
    free.addAndGet(bytes);
    return false;
  }

  public void giveBack(long bytes) {
    free.addAndGet(bytes);
  }
}
