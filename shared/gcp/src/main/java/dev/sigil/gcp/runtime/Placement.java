package dev.sigil.gcp.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.DocumentStore.Transaction;
import dev.sigil.gcp.Cell;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which cell a deployment's service lives in, decided once: the one with the fewest, since Cloud
 * Run bounds services and writes by project and region. Repeating any call changes nothing.
 * Thread-safe.
 */
public final class Placement {
  private static final String PLACEMENTS = "placements";
  private static final String CELLS = "cells";

  private final DocumentStore store;
  private final List<Cell> cells;
  private final int capacity;

  /**
   * Places among these cells.
   *
   * @param cells in the order in which equally full ones are chosen
   * @param capacity the most deployments of one cell
   */
  public Placement(DocumentStore store, List<Cell> cells, int capacity) {
    this.store = store;
    this.cells = List.copyOf(cells);
    this.capacity = capacity;
  }

  private record Load(Cell cell, int deployments) {}

  /**
   * The deployment's cell, chosen now when it has none.
   *
   * @throws SigilException {@code UNAVAILABLE} when every cell is full
   */
  public Cell place(DeploymentId deployment) {
    return store.transact(
        tx -> {
          Optional<Cell> placed = read(tx, deployment);
          if (placed.isPresent()) {
            return placed.get();
          }
          Load least =
              cells.stream()
                  .map(cell -> new Load(cell, load(tx, cell)))
                  .filter(load -> load.deployments() < capacity)
                  .min(Comparator.comparingInt(Load::deployments))
                  .orElseThrow(Placement::full);
          tx.put(PLACEMENTS, deployment.value(), document(least.cell()));
          write(tx, least.cell(), least.deployments() + 1);
          return least.cell();
        });
  }

  /** The deployment's cell, if it has one. */
  public Optional<Cell> find(DeploymentId deployment) {
    return store.get(PLACEMENTS, deployment.value()).map(Placement::cell);
  }

  /** Gives the deployment's place to others, once it has left its cell. */
  public void release(DeploymentId deployment) {
    store.transact(
        tx -> {
          Optional<Cell> placed = read(tx, deployment);
          placed.ifPresent(
              cell -> {
                int before = load(tx, cell);
                tx.delete(PLACEMENTS, deployment.value());
                write(tx, cell, Math.max(0, before - 1));
              });
          return placed.isPresent();
        });
  }

  private static SigilException full() {
    return new SigilException(
        ErrorCode.UNAVAILABLE,
        "Every region of this platform hosts as many servers as it can.",
        "Delete a server, or ask the operator to add a project and region (SIGIL_GCP_CELLS).");
  }

  private static Optional<Cell> read(Transaction tx, DeploymentId deployment) {
    return tx.get(PLACEMENTS, deployment.value()).map(Placement::cell);
  }

  private static int load(Transaction tx, Cell cell) {
    return tx.get(CELLS, id(cell))
        .map(document -> document.body().path("deployments").asInt())
        .orElse(0);
  }

  private static void write(Transaction tx, Cell cell, int deployments) {
    tx.put(CELLS, id(cell), document(cell).put("deployments", deployments));
  }

  private static Cell cell(Document document) {
    ObjectNode body = document.body();
    return new Cell(body.path("project").asText(), body.path("region").asText());
  }

  private static ObjectNode document(Cell cell) {
    return Json.object().put("project", cell.project()).put("region", cell.region());
  }

  private static String id(Cell cell) {
    return cell.project() + "." + cell.region();
  }
}
