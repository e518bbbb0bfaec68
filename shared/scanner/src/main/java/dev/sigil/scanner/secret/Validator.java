package dev.sigil.scanner.secret;

import dev.sigil.core.account.ApiToken;
import dev.sigil.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** What the structure of a secret says about it, without asking its provider. */
public enum Validator {
  /** No structure beyond the pattern. */
  NONE {
    @Override
    Answer check(String secret) {
      return Answer.ACCEPT;
    }
  },
  /** The last six characters are the base62 CRC-32 of what stands between prefix and them. */
  CRC32_BASE62 {
    @Override
    Answer check(String secret) {
      int split = secret.length() - CHECKSUM_LENGTH;
      String body = secret.substring(secret.indexOf('_') + 1, split);
      return checksum(body).equals(secret.substring(split)) ? Answer.ACCEPT : Answer.DOUBT;
    }
  },
  /** Header and claims are JSON objects and the header names an algorithm. */
  JWT {
    @Override
    Answer check(String secret) {
      try {
        List<String> parts = List.of(secret.split("\\.", -1));
        boolean signed =
            Json.parse(Base64.getUrlDecoder().decode(parts.get(0))).path("alg").isTextual()
                && Json.parse(Base64.getUrlDecoder().decode(parts.get(1))).isObject();
        return signed ? Answer.ACCEPT : Answer.REJECT;
      } catch (IllegalArgumentException | Json.MalformedException e) {
        return Answer.REJECT;
      }
    }
  },
  /** Between the markers stands base64 of at least a small key, over lines or escaped lines. */
  PEM {
    @Override
    Answer check(String secret) {
      String body =
          secret
              .replaceAll("-----[A-Z0-9 ]+-----", "")
              .replaceAll("(?m)^[A-Za-z-]+: .*$", "")
              .replaceAll("(?m)'\\s*>{1,2}[^'\\n]*?(\\becho\\b|$)|\\becho\\b", "")
              .replaceAll("\\\\[nr]|[\\s\"'+,]", "");
      return BASE64.matcher(body).matches() && body.length() >= 60 ? Answer.ACCEPT : Answer.REJECT;
    }
  },
  /** Ends in the checksum that this platform gives its own keys. */
  SIGIL {
    @Override
    Answer check(String secret) {
      return new ApiToken(secret).wellFormed() ? Answer.ACCEPT : Answer.REJECT;
    }
  },
  /** Base64 of exactly 64 bytes. */
  BASE64_64 {
    @Override
    Answer check(String secret) {
      try {
        return Base64.getDecoder().decode(secret).length == 64 ? Answer.ACCEPT : Answer.REJECT;
      } catch (IllegalArgumentException e) {
        return Answer.REJECT;
      }
    }
  },
  /** Anything but a digest, which is also long and random. */
  NOT_HEX {
    @Override
    Answer check(String secret) {
      return HEX.matcher(secret).matches() ? Answer.REJECT : Answer.ACCEPT;
    }
  },
  /** Not one of the words that stand for a password. */
  PASSWORD {
    @Override
    Answer check(String secret) {
      return COMMON.contains(secret.toLowerCase(Locale.ROOT)) ? Answer.REJECT : Answer.ACCEPT;
    }
  };

  /** What a validator thinks of a candidate; a doubtful one warns where a sure one blocks. */
  public enum Answer {
    ACCEPT,
    DOUBT,
    /** Has the form, and says itself that it is none: an example, a run of digits. */
    SAMPLE,
    REJECT
  }

  private static final int CHECKSUM_LENGTH = 6;
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
  private static final Set<String> COMMON =
      Set.of(
          "password",
          "passwd",
          "secret",
          "postgres",
          "postgresql",
          "mysql",
          "mariadb",
          "mongodb",
          "admin",
          "administrator",
          "rootroot",
          "rootpassword",
          "username",
          "user_password",
          "db_password",
          "mypassword",
          "my_password",
          "testpass",
          "testpassword",
          "test_password",
          "pass123",
          "password123",
          "secret123",
          "letmein",
          "guestguest",
          "credentials",
          "token");

  abstract Answer check(String secret);

  static Validator named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    StringBuilder reversed = new StringBuilder();
    long rest = crc.getValue();
    while (reversed.length() < CHECKSUM_LENGTH) {
      reversed.append(DIGITS.charAt((int) (rest % DIGITS.length())));
      rest /= DIGITS.length();
    }
    return reversed.reverse().toString();
  }
}
