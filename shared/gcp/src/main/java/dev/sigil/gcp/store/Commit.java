package dev.sigil.gcp.store;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.firestore.v1.Write;
import com.google.protobuf.ByteString;
import dev.sigil.core.store.ConflictException;
import dev.sigil.gcp.Failures;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The end of a transaction: its writes take place together, if what it read is still so.
 *
 * @param mark what each written document carries
 * @param unwritten versions of the documents that were read only. They are locked and compared
 *     before the writes; the others need no lock, as their writes have preconditions
 * @param conditions of writes to documents that were not read
 */
record Commit(
    FirestoreDatabase database,
    long mark,
    Map<String, Long> unwritten,
    List<Write> writes,
    List<Condition> conditions) {
  private static final Set<Code> UNMET =
      Set.of(Code.ALREADY_EXISTS, Code.FAILED_PRECONDITION, Code.NOT_FOUND);

  /**
   * Makes the writes take place.
   *
   * @throws ConflictException when a condition does not hold
   * @throws Contention when others wrote what the transaction read: nothing has been written
   */
  void run() {
    if (writes.isEmpty()) {
      return;
    }
    ByteString lock = unwritten.isEmpty() ? ByteString.EMPTY : lock();
    try {
      database.commit(writes, lock);
    } catch (ApiException e) {
      settle(e, lock);
    }
  }

  private ByteString lock() {
    FirestoreDatabase.Locked locked = database.lock(unwritten.keySet());
    if (!locked.versions().equals(unwritten)) {
      database.rollback(locked.transaction());
      throw new Contention("what the transaction read has changed", null);
    }
    return locked.transaction();
  }

  /* Finds out what became of a commit that was not answered with success. */
  private void settle(ApiException refused, ByteString lock) {
    database.rollback(lock);
    Code code = refused.getStatusCode().getCode();
    if (code == Code.ABORTED) {
      throw new Contention("Firestore preferred another transaction", refused);
    }
    boolean unmet = UNMET.contains(code);
    if (code == Code.RESOURCE_EXHAUSTED || !(unmet || Failures.passes(refused))) {
      throw Failures.translate(refused, "Firestore");
    }
    if (tookPlace()) {
      return;
    }
    if (unmet) {
      checkConditions();
      throw new Contention("what the transaction read has changed", refused);
    }
    throw code == Code.UNAVAILABLE
        ? new Contention("the connection to Firestore broke", refused)
        : Failures.translate(refused, "Firestore");
  }

  private void checkConditions() {
    for (Condition condition : conditions) {
      long version =
          database
              .read(condition.name(), null)
              .document()
              .map(document -> StoredDocument.version(document.getUpdateTime()))
              .orElse(Condition.ABSENT);
      if (version != condition.version()) {
        throw new ConflictException(condition.collection(), condition.id());
      }
    }
  }

  private boolean tookPlace() {
    return writes.stream()
        .filter(Write::hasUpdate)
        .map(write -> write.getUpdate().getName())
        .findFirst()
        .flatMap(name -> database.read(name, null).document())
        .filter(document -> StoredDocument.hasMark(document, mark))
        .isPresent();
  }
}
