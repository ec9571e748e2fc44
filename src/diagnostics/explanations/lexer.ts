import type { ExplanationsOf } from "./explanation.ts";

/** Codes of the lexer. */
export const LEXER: ExplanationsOf<"E00"> = {
  E0001: {
    cause:
      'A string literal starts and ends with `"` on one line. Here the line ends first. A line\nbreak inside a string is written `\\n`; a template string in backticks may span lines.',
    wrong: '@greeting () -> str = "hello;',
    right: '@greeting () -> str = "hello";',
  },
  E0002: {
    cause:
      "The character starts no token of Ori. Outside of literals and comments only ASCII\nletters, digits, operators and brackets occur.",
    wrong: "@area () -> int = 3 × 4;",
    right: "@area () -> int = 3 * 4;",
  },
  E0003: {
    cause:
      "A number has a form that Ori does not know: a `_` that is not\nbetween two digits, no digits after `0x`, an unknown unit, or too large a value.",
    wrong: "@count () -> int = 1_;",
    right: "@count () -> int = 1_000;",
  },
  E0004: {
    cause:
      "A character literal holds exactly one character or one escape; a byte literal `b'x'`\nexactly one ASCII character or escape.",
    wrong: "@first () -> char = '';",
    right: "@first () -> char = 'a';",
  },
  E0005: {
    cause:
      "The escapes are `\\n \\t \\r \\0 \\\\ \\\" \\xHH` and `\\u{H..}`, in characters and bytes also\n`\\'`, in template strings also `` \\` ``. `\\x` above 7F is allowed in bytes only.",
    wrong: '@bell () -> str = "\\a";',
    right: '@bell () -> str = "\\u{7}";',
  },
  E0006: {
    cause:
      "A template string is not closed, or has a `}` that closes nothing. Literal braces are\nwritten twice.",
    wrong: "@set (x: int) -> str = `x}`;",
    right: "@set (x: int) -> str = `{x}}}`;",
  },
  E0008: {
    cause: "Ori has one equality, `==`, and its negation `!=`. It compares values, never identity.",
    wrong: "@same (a: int, b: int) -> bool = a === b;",
    right: "@same (a: int, b: int) -> bool = a == b;",
  },
  E0009: {
    cause: "Single quotes enclose one character of type `char`. Strings stand in double quotes.",
    wrong: "@name () -> str = 'ori';",
    right: '@name () -> str = "ori";',
  },
  E0010: {
    cause:
      "Neither increment nor concatenation is written `++`: add with `+= 1`, and join strings\nand lists with `+`.",
    wrong: "@join (a: str, b: str) -> str = a ++ b;",
    right: "@join (a: str, b: str) -> str = a + b;",
  },
  E0014: {
    cause:
      "A `Duration` counts whole nanoseconds and a `Size` whole bytes. A literal with decimals\nis computed exactly, and must come out whole.",
    wrong: "@pause () -> Duration = 1.5ns;",
    right: "@pause () -> Duration = 1.5ms;",
  },
  E0015: {
    cause:
      "`asm`, `inline`, `static`, `union` and `view` are kept for later versions of the\nlanguage, so no name may be one of them. Behind a `.` they are allowed.",
    wrong: "@show (view: int) -> int = view;",
    right: "@show (pane: int) -> int = pane;",
  },
  E0016: {
    cause: "Source files are UTF-8. This one holds bytes that are no UTF-8 text.",
    wrong: "file main.ori    # ISO-8859 text",
    right: "iconv -f ISO-8859-1 -t UTF-8 main.ori > main_utf8.ori",
    language: "shell",
  },
  E0017: {
    cause:
      "Source files are UTF-8 without a byte order mark (U+FEFF), which some editors write at the\nbeginning of a file. It is removed, or written as `\\u{FEFF}` in a literal.",
    wrong: "\ufeff@one () -> int = 1;",
    right: "@one () -> int = 1;",
  },
  E0018: {
    cause:
      "The character U+0000 does not occur in source text, also not in comments. In a literal it is\nwritten `\\0`.",
    wrong: '@text () -> str = "a\0b";',
    right: '@text () -> str = "a\\0b";',
  },
};
