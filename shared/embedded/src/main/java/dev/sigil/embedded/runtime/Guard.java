package dev.sigil.embedded.runtime;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The lock that the parts of one fleet share. Reentrant; held for bookkeeping only, never while
 * something takes time or others are called.
 */
final class Guard {
  private final ReentrantLock lock = new ReentrantLock();

  <T> T call(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  void run(Runnable body) {
    lock.lock();
    try {
      body.run();
    } finally {
      lock.unlock();
    }
  }
}
