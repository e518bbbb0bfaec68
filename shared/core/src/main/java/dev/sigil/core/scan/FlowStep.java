package dev.sigil.core.scan;

/**
 * One place that a value passes on its way from where it enters to where it does harm, or one piece
 * of evidence.
 *
 * @param line from 1; 0 when the step concerns the whole file
 * @param text what happens there, or the code itself; redacted and escaped
 */
public record FlowStep(String path, int line, String text) {}
