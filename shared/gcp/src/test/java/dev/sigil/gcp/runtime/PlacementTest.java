package dev.sigil.gcp.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.gcp.Cell;
import dev.sigil.testkit.store.MemoryDocumentStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Cell EUROPE = new Cell("sigil-prod", "europe-west1");
  private static final Cell AMERICA = new Cell("sigil-prod", "us-central1");
  private static final Cell SECOND = new Cell("sigil-more", "europe-west1");

  private final MemoryDocumentStore store = new MemoryDocumentStore();

  @Test
  void place_manyDeployments_fillsCellsEvenly() {
    Placement placement = new Placement(store, List.of(EUROPE, AMERICA, SECOND), 1_000);

    Map<Cell, Long> loads =
        deployments(30)
            .map(placement::place)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(loads).isEqualTo(Map.of(EUROPE, 10L, AMERICA, 10L, SECOND, 10L));
  }

  @Test
  void place_again_staysWhereItIsAndCountsOnce() {
    Placement placement = new Placement(store, List.of(EUROPE), 2);
    DeploymentId server = deployment(1);

    assertThat(placement.place(server)).isEqualTo(EUROPE);
    assertThat(placement.place(server)).isEqualTo(EUROPE);

    assertThat(placement.place(deployment(2))).isEqualTo(EUROPE);
    assertThat(placement.find(server)).contains(EUROPE);
  }

  @Test
  void place_cellNoLongerConfigured_stays() {
    DeploymentId server = deployment(1);
    new Placement(store, List.of(EUROPE), 10).place(server);

    assertThat(new Placement(store, List.of(AMERICA), 10).place(server)).isEqualTo(EUROPE);
  }

  @Test
  void place_everyCellFull_isRefusedUntilOneIsReleased() {
    Placement placement = new Placement(store, List.of(EUROPE, AMERICA), 1);
    placement.place(deployment(1));
    placement.place(deployment(2));

    SigilException full =
        catchThrowableOfType(SigilException.class, () -> placement.place(deployment(3)));
    assertThat(full.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(full.hint()).contains("SIGIL_GCP_CELLS");

    placement.release(deployment(2));
    placement.release(deployment(2));

    assertThat(placement.place(deployment(3))).isEqualTo(AMERICA);
    assertThat(placement.find(deployment(2))).isEmpty();
  }

  @Test
  void place_concurrently_neverExceedsACell() {
    Placement placement = new Placement(store, List.of(EUROPE, AMERICA), 20);

    List<Cell> placed =
        deployments(40)
            .map(server -> CompletableFuture.supplyAsync(() -> placement.place(server)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(placed).filteredOn(EUROPE::equals).hasSize(20);
    assertThat(placed).filteredOn(AMERICA::equals).hasSize(20);
  }

  private static Stream<DeploymentId> deployments(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(PlacementTest::deployment);
  }

  private static DeploymentId deployment(int number) {
    return new DeploymentId("server%04d".formatted(number));
  }
}
