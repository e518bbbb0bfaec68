package dev.sigil.gcp.store;

import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.StructuredQuery.CollectionSelector;
import com.google.firestore.v1.StructuredQuery.CompositeFilter;
import com.google.firestore.v1.StructuredQuery.Direction;
import com.google.firestore.v1.StructuredQuery.FieldFilter;
import com.google.firestore.v1.StructuredQuery.FieldReference;
import com.google.firestore.v1.StructuredQuery.Filter;
import com.google.firestore.v1.StructuredQuery.Order;
import com.google.firestore.v1.Value;
import com.google.protobuf.Int32Value;
import dev.sigil.core.store.Cursor;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Query;
import java.util.ArrayList;
import java.util.List;

/** A query as Firestore takes it: every part of it is served by the index it names. */
final class IndexQuery {
  private static final String NAME = "__name__";

  private IndexQuery() {}

  /** Asks for one document more than the page holds, which tells whether there is a next. */
  static StructuredQuery of(Query query, DocumentNames names) {
    Index index = query.index();
    StructuredQuery.Builder structured =
        StructuredQuery.newBuilder()
            .addFrom(CollectionSelector.newBuilder().setCollectionId(index.collection()))
            .addOrderBy(order(index.order(), index))
            .addOrderBy(order(NAME, index))
            .setLimit(Int32Value.of(query.limit() + 1));
    List<Filter> filters = filters(query);
    if (!filters.isEmpty()) {
      structured.setWhere(
          Filter.newBuilder()
              .setCompositeFilter(
                  CompositeFilter.newBuilder()
                      .setOp(CompositeFilter.Operator.AND)
                      .addAllFilters(filters)));
    }
    if (query.cursor() != null) {
      structured.setStartAt(after(Cursor.parse(query.cursor(), query), index, names));
    }
    return structured.build();
  }

  private static List<Filter> filters(Query query) {
    List<Filter> filters = new ArrayList<>();
    for (int i = 0; i < query.equal().size(); i++) {
      filters.add(
          filter(query.index().equal().get(i), FieldFilter.Operator.EQUAL, query.equal().get(i)));
    }
    if (query.upTo() != null) {
      filters.add(
          filter(query.index().order(), FieldFilter.Operator.LESS_THAN_OR_EQUAL, query.upTo()));
    }
    return filters;
  }

  private static com.google.firestore.v1.Cursor after(
      Cursor cursor, Index index, DocumentNames names) {
    String last =
        names
            .find(index.collection(), cursor.id())
            .orElseThrow(() -> new IllegalArgumentException("not a cursor of " + index.name()));
    return com.google.firestore.v1.Cursor.newBuilder()
        .addValues(StoredDocument.value(cursor.order()))
        .addValues(Value.newBuilder().setReferenceValue(last))
        .setBefore(false)
        .build();
  }

  private static Filter filter(String field, FieldFilter.Operator operator, String value) {
    return Filter.newBuilder()
        .setFieldFilter(
            FieldFilter.newBuilder()
                .setField(field(field))
                .setOp(operator)
                .setValue(Value.newBuilder().setStringValue(value)))
        .build();
  }

  private static Order order(String field, Index index) {
    return Order.newBuilder()
        .setField(field(field))
        .setDirection(
            index.direction() == Index.Direction.ASCENDING
                ? Direction.ASCENDING
                : Direction.DESCENDING)
        .build();
  }

  private static FieldReference field(String path) {
    return FieldReference.newBuilder().setFieldPath(path).build();
  }
}
