package dev.sigil.functions.journey;

import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.Write;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Passes every call on to Firestore's emulator and counts as Firestore bills: a read for each
 * document that is asked for or found, one for a query that finds nothing, a write or a delete for
 * each that is committed.
 */
final class FirestoreMeter implements AutoCloseable {
  private static final int MAX_MESSAGE = 32 << 20;

  /** What was counted so far. */
  record Count(int reads, int writes, int deletes) {
    Count minus(Count before) {
      return new Count(reads - before.reads, writes - before.writes, deletes - before.deletes);
    }
  }

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger deletes = new AtomicInteger();
  private final ManagedChannel channel;
  private final Server server;

  FirestoreMeter(String emulator) {
    this.channel =
        NettyChannelBuilder.forTarget(emulator)
            .usePlaintext()
            .maxInboundMessageSize(MAX_MESSAGE)
            .build();
    try {
      this.server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .maxInboundMessageSize(MAX_MESSAGE)
              .fallbackHandlerRegistry(new Everything())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  Count count() {
    return new Count(reads.get(), writes.get(), deletes.get());
  }

  private final class Everything extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(Bytes.AS_THEY_ARE, Bytes.AS_THEY_ARE)
              .setFullMethodName(name)
              .setType(MethodDescriptor.MethodType.UNKNOWN)
              .build();
      return ServerMethodDefinition.create(method, handler(method));
    }
  }

  private ServerCallHandler<byte[], byte[]> handler(MethodDescriptor<byte[], byte[]> method) {
    return (client, headers) -> {
      ClientCall<byte[], byte[]> service = channel.newCall(method, CallOptions.DEFAULT);
      String name = String.valueOf(method.getBareMethodName());
      service.start(new Answers(client, service, name), headers);
      service.request(1);
      client.request(1);
      return new Requests(client, service, name);
    };
  }

  private final class Requests extends ServerCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> client;
    private final ClientCall<byte[], byte[]> service;
    private final String method;

    Requests(ServerCall<byte[], byte[]> client, ClientCall<byte[], byte[]> service, String method) {
      this.client = client;
      this.service = service;
      this.method = method;
    }

    @Override
    public void onMessage(byte[] message) {
      if (method.equals("Commit")) {
        countWrites(message);
      }
      service.sendMessage(message);
      client.request(1);
    }

    @Override
    public void onHalfClose() {
      service.halfClose();
    }

    @Override
    public void onCancel() {
      service.cancel("the client went away", null);
    }
  }

  private final class Answers extends ClientCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> client;
    private final ClientCall<byte[], byte[]> service;
    private final String method;
    private boolean found;

    Answers(ServerCall<byte[], byte[]> client, ClientCall<byte[], byte[]> service, String method) {
      this.client = client;
      this.service = service;
      this.method = method;
    }

    @Override
    public void onHeaders(Metadata headers) {
      client.sendHeaders(headers);
    }

    @Override
    public void onMessage(byte[] message) {
      found |= countReads(method, message);
      client.sendMessage(message);
      service.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (method.equals("RunQuery") && status.isOk() && !found) {
        reads.incrementAndGet();
      }
      client.close(status, trailers);
    }
  }

  private void countWrites(byte[] message) {
    try {
      for (Write write : CommitRequest.parseFrom(message).getWritesList()) {
        (write.hasDelete() ? deletes : writes).incrementAndGet();
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /* Whether the message holds a document. */
  private boolean countReads(String method, byte[] message) {
    try {
      boolean document =
          switch (method) {
            case "BatchGetDocuments" -> {
              BatchGetDocumentsResponse answer = BatchGetDocumentsResponse.parseFrom(message);
              yield answer.hasFound() || !answer.getMissing().isEmpty();
            }
            case "RunQuery" -> RunQueryResponse.parseFrom(message).hasDocument();
            default -> false;
          };
      if (document) {
        reads.incrementAndGet();
      }
      return document;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    AS_THEY_ARE;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    channel.shutdownNow();
  }
}
