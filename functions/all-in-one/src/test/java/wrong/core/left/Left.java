package wrong.core.left;

import wrong.core.right.Right;

public record Left(Right right) {}
