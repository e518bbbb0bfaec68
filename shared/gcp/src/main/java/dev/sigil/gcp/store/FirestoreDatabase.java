package dev.sigil.gcp.store;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.firestore.v1.FirestoreClient;
import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.RollbackRequest;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.TransactionOptions;
import com.google.firestore.v1.Write;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.sigil.gcp.Failures;
import dev.sigil.gcp.Lazy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls that the store makes. */
record FirestoreDatabase(Lazy<FirestoreClient> client, DocumentNames names) {
  /** A document, if there is one, and the moment at which this was so. */
  record Answer(Optional<Document> document, Timestamp at) {}

  /** A transaction that keeps others from writing these documents, and their versions. */
  record Locked(ByteString transaction, Map<String, Long> versions) {}

  /**
   * Reads one document.
   *
   * @param moment of the past; null for now
   */
  Answer read(String name, @Nullable Timestamp moment) {
    BatchGetDocumentsRequest.Builder request =
        BatchGetDocumentsRequest.newBuilder().setDatabase(names.database()).addDocuments(name);
    if (moment != null) {
      request.setReadTime(moment);
    }
    BatchGetDocumentsResponse response = get(request.build()).getFirst();
    Optional<Document> found =
        response.hasFound() ? Optional.of(response.getFound()) : Optional.empty();
    return new Answer(found, moment == null ? response.getReadTime() : moment);
  }

  Locked lock(Collection<String> documents) {
    BatchGetDocumentsRequest request =
        BatchGetDocumentsRequest.newBuilder()
            .setDatabase(names.database())
            .addAllDocuments(documents)
            .setNewTransaction(
                TransactionOptions.newBuilder()
                    .setReadWrite(TransactionOptions.ReadWrite.getDefaultInstance()))
            .build();
    Map<String, Long> versions = new HashMap<>();
    ByteString transaction = ByteString.EMPTY;
    for (BatchGetDocumentsResponse response : get(request)) {
      if (!response.getTransaction().isEmpty()) {
        transaction = response.getTransaction();
      }
      if (response.hasFound()) {
        Document found = response.getFound();
        versions.put(found.getName(), StoredDocument.version(found.getUpdateTime()));
      } else if (!response.getMissing().isEmpty()) {
        versions.put(response.getMissing(), Condition.ABSENT);
      }
    }
    return new Locked(transaction, versions);
  }

  List<Document> query(StructuredQuery query) {
    RunQueryRequest request =
        RunQueryRequest.newBuilder().setParent(names.root()).setStructuredQuery(query).build();
    List<Document> found = new ArrayList<>();
    try {
      for (RunQueryResponse response : client.get().runQueryCallable().call(request)) {
        if (response.hasDocument()) {
          found.add(response.getDocument());
        }
      }
    } catch (ApiException e) {
      throw Failures.translate(e, "Firestore");
    }
    return found;
  }

  /**
   * Writes.
   *
   * @param transaction that locks documents; empty for none
   */
  void commit(List<Write> writes, ByteString transaction) {
    client
        .get()
        .commit(
            CommitRequest.newBuilder()
                .setDatabase(names.database())
                .setTransaction(transaction)
                .addAllWrites(writes)
                .build());
  }

  /** Ends a transaction, so that others need not wait for its locks. */
  void rollback(ByteString transaction) {
    if (transaction.isEmpty()) {
      return;
    }
    try {
      client
          .get()
          .rollback(
              RollbackRequest.newBuilder()
                  .setDatabase(names.database())
                  .setTransaction(transaction)
                  .build());
    } catch (ApiException e) {
      System.getLogger(FirestoreDatabase.class.getName())
          .log(System.Logger.Level.DEBUG, "a transaction is left to expire", e);
    }
  }

  private List<BatchGetDocumentsResponse> get(BatchGetDocumentsRequest request) {
    try {
      return client.get().batchGetDocumentsCallable().all().call(request);
    } catch (ApiException e) {
      if (e.getStatusCode().getCode() == Code.ABORTED) {
        throw new Contention("Firestore preferred another transaction", e);
      }
      throw Failures.translate(e, "Firestore");
    }
  }
}
