package wrong.functions.allinone;

/** Something of another module, for wrong classes to reach for. */
public final class Stranger {}
