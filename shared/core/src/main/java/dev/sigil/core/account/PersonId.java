package dev.sigil.core.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.regex.Pattern;

/** A person, by the number of their account at a code host; see {@link Account#key}. */
public record PersonId(@JsonValue String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9.\\[\\]:-]{1,255}~[1-9][0-9]{0,18}");

  @JsonCreator
  public PersonId {
    if (!SHAPE.matcher(value).matches()) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "A person is a code host and a number: github.com~583231.");
    }
  }

  public static PersonId of(Account account) {
    return new PersonId(account.key());
  }

  @Override
  public String toString() {
    return value;
  }
}
