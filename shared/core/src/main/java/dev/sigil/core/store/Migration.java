package dev.sigil.core.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/**
 * One change of the stored form of a collection's documents.
 *
 * @param to the version that the change leads to, from the one before; the first form is 1
 * @param change pure; may change the body it is given, and returns the new form
 */
public record Migration(String collection, int to, UnaryOperator<ObjectNode> change) {}
