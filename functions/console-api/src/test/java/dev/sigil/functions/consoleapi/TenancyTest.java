package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.account.AuditEntry;
import dev.sigil.functions.consoleapi.TenancyTable.Needs;
import dev.sigil.functions.consoleapi.TenancyTable.Row;
import dev.sigil.http.Route;
import dev.sigil.testkit.http.FakeHttpResponse;
import dev.sigil.testkit.http.OpenApiContract.Operation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the OpenAPI document, asked by every kind of sender. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenancyTest {
  private final Map<String, Row> rows =
      TenancyTable.ROWS.stream().collect(Collectors.toMap(Row::operation, Function.identity()));
  private final TenancyWorld shared = new TenancyWorld();

  Stream<Arguments> questions() {
    return shared.console.contract.operations().stream()
        .filter(operation -> rows.containsKey(operation.id()))
        .flatMap(
            operation ->
                Arrays.stream(TenancySender.values())
                    .map(sender -> Arguments.of(operation, sender)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("questions")
  void sender_isAnsweredAsTheTableSays(Operation operation, TenancySender sender) {
    Row row = Objects.requireNonNull(rows.get(operation.id()));
    int success = row.outcome() == 0 ? operation.success() : row.outcome();
    int expected = sender.expected(row, operation.path().contains("{"), success);
    boolean changes = !operation.method().equals("get") && expected < 300;
    TenancyWorld world = changes ? new TenancyWorld() : shared;
    Set<AuditEntry> before = new HashSet<>(world.audit());

    FakeHttpResponse answer = world.send(sender, operation.method(), operation.path(), row.body());

    assertThat(answer.status()).as(answer.text()).isEqualTo(expected);
    List<AuditEntry> added =
        world.audit().stream().filter(entry -> !before.contains(entry)).toList();
    assertThat(added).hasSize(changes ? 1 : 0);
    if (sender.isStranger() || expected == 401 || expected == 403) {
      assertThat(answer.text()).doesNotContain(world.secrets());
    }
    if (changes && !sender.isKey()) {
      assertThat(added.getFirst().actor()).startsWith("@");
    }
  }

  @Test
  void everyOperation_hasARowAndEveryRowAnOperation() {
    assertThat(rows.keySet())
        .containsExactlyInAnyOrderElementsOf(
            shared.console.contract.operations().stream().map(Operation::id).toList());
  }

  @Test
  void everyRoute_isAnOperation() {
    shared.console.contract.documents(
        shared.console.function.http().routes().all().stream().map(Route::toString).toList());
  }

  @Test
  void whatNeedsNothing_isFew() {
    assertThat(TenancyTable.ROWS.stream().filter(row -> row.needs() == Needs.NOTHING))
        .extracting(Row::operation)
        .containsExactlyInAnyOrder(
            "health",
            "openapi",
            "openapiByName",
            "signIn",
            "signInCallback",
            "startDevice",
            "deviceToken");
  }
}
