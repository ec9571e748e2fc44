import type { ExplanationsOf } from "./explanation.ts";

/** Codes of the parser, and of the loop values that are checked with them. */
export const PARSER: ExplanationsOf<"E08"> & ExplanationsOf<"E1"> = {
  E0860: {
    cause:
      "A `while` loop may also end because its condition fails, so it has no value and\n`break` cannot give one. `loop` only ends by `break`.",
    wrong: "@first (limit: int) -> int = while limit > 0 do break limit;",
    right: "@first (limit: int) -> int = loop { break limit };",
  },
  E0871: {
    cause: "A label names one loop or block. Inside it no other may have the same name.",
    wrong: "@f () -> void = loop:outer { loop:outer { break } };",
    right: "@f () -> void = loop:outer { loop:inner { break:outer } };",
  },
  E0872: {
    cause: "All values that leave a loop or block by its label are of one type.",
    wrong: '@f (b: bool) -> int = loop:l { if b then break:l 1; break:l "two" };',
    right: "@f (b: bool) -> int = loop:l { if b then break:l 1; break:l 2 };",
  },
  E0873: {
    cause:
      "`continue value` puts another value in the place of the element that `for .. yield`\nis about to produce. A `for .. do` loop collects nothing.",
    wrong: "@f (xs: [int]) -> void = for x in xs do continue 0;",
    right: "@f (xs: [int]) -> [int] = for x in xs yield if x < 0 then continue 0 else x;",
  },
  E0861: {
    cause:
      "`continue value` puts another value in the place of the element that `for .. yield`\nis about to produce. No other loop collects elements.",
    wrong: "@f (done: bool) -> void = while !done do continue 0;",
    right: "@f (xs: [int]) -> [int] = for x in xs yield if x < 0 then continue 0 else x;",
  },
  E1001: {
    cause:
      "The grammar expects another token here. Often one is missing just in front: a comma, an\noperator, or a closing bracket.",
    wrong: "@sign (n: int) -> int = match n { 0 => 0, _ => 1 };",
    right: "@sign (n: int) -> int = match n { 0 -> 0, _ -> 1 };",
  },
  E1002: {
    cause: "An expression must stand here: an operand, an argument or the value of a binding.",
    wrong: "@next (n: int) -> int = n + ;",
    right: "@next (n: int) -> int = n + 1;",
  },
  E1003: {
    cause: "A bracket is opened and never closed. The label shows the opening one.",
    wrong: "@twice (n: int) -> int = {\n    n * 2\n",
    right: "@twice (n: int) -> int = {\n    n * 2\n}",
  },
  E1004: {
    cause: "A name is required here. Keywords are no names, except after a `.`.",
    wrong: "type match = { x: int }",
    right: "type Match = { x: int }",
  },
  E1005: {
    cause:
      "A type must stand here, as `int`, `[str]`, `{str: int}`, `(int, bool)` or `Option<int>`.",
    wrong: "@id (n: ) -> int = n;",
    right: "@id (n: int) -> int = n;",
  },
  E1006: {
    cause:
      "A function has a name, parameters in parentheses (`()` for none) and a result type after\n`->`. Only later clauses of one function may leave the result type out.",
    wrong: "@answer () = 42;",
    right: "@answer () -> int = 42;",
  },
  E1007: {
    cause: "Behind its result type a function has `=` and a body. Also a block needs the `=`.",
    wrong: "@answer () -> int { 42 }",
    right: "@answer () -> int = { 42 }",
  },
  E1008: {
    cause:
      "This is no pattern. Patterns are names, `_`, literals, ranges, variants,\nstructs, tuples, lists, `a | b` and `name @ pattern`.",
    wrong: "@f (n: int) -> int = match n { 1 + 1 -> 0, then -> 1 };",
    right: "@f (n: int) -> int = match n { 2 -> 0, _ -> 1 };",
  },
  E1009: {
    cause:
      "Expressions, patterns and types may be nested 400 levels deep; parentheses, brackets,\nunary operators and `**` each count. A chain of operators, methods or `else if` may have\nany length. Give parts a name with `let`, or use a function.",
    wrong:
      "// and so on, for hundreds of levels\n@f () -> int = (((((1 + 2) * 3) + 4) * 5) + 6) * 7;",
    right: "@f () -> int = {\n    let part = (1 + 2) * 3;\n    (part + 4) * 5\n}",
  },
  E1011: {
    cause:
      "A call with several arguments names them, so that their order does not matter and the\nreader sees what each one means.",
    wrong: "@sub (left: int, right: int) -> int = left - right;\n@f () -> int = sub(5, 3);",
    right:
      "@sub (left: int, right: int) -> int = left - right;\n@f () -> int = sub(left: 5, right: 3);",
    unreported: "E2011 reports it, with the names in a fix.",
  },
  E1015: {
    cause:
      "The word is a keyword of other languages, or reserved without a use so far. The message\nsays what Ori has instead.",
    wrong: "@answer () -> int = { return 42 }",
    right: "@answer () -> int = { 42 }",
  },
  E1016: {
    cause:
      "Inside a block every statement ends in `;`; only the last expression has none, and is the\nvalue of the block. An item ends in `;` unless its last token is `}`.",
    wrong: "@f () -> int = {\n    let x = 1\n    x\n}",
    right: "@f () -> int = {\n    let x = 1;\n    x\n}",
  },
  E1018: {
    cause:
      "A lambda with typed parameters and a result type has `=` before its body. Without\nit, what follows the arrow is the body.",
    wrong: "@f () -> (int) -> int = (x: int) -> int x;",
    right: "@f () -> (int) -> int = (x: int) -> int = x;",
    unreported: "E1001 reports that something follows the body.",
  },
  E1020: {
    cause:
      "Only a name, a field `s.f` or an element `xs[i]`, or a path of these, can be assigned to.\nTo compare, write `==`.",
    wrong: "@f () -> void = { 1 = 2; }",
    right: "@f () -> void = { let x = 1; x = 2; }",
  },
  E1021: {
    cause: "An attribute is written `#name` or `#name(arguments)`, before an item.",
    wrong: '#("slow")\n@f () -> int = 1;',
    right: '#skip("slow")\n@f () -> int = 1;',
  },
  E1022: {
    cause: "A test is called by the test runner, which has no values for it.",
    wrong:
      "@twice (n: int) -> int = n * 2;\n@test_twice (n: int) -> void = ();\n@t tests @twice (n: int) -> void = ();",
    right:
      "@twice (n: int) -> int = n * 2;\n@t tests @twice () -> void = assert_eq(actual: twice(2), expected: 4);",
  },
  E1023: {
    cause:
      "After `if`, the brace of a struct literal could be the start of a block. A literal in a\ncondition stands in parentheses.",
    wrong: "type P = { ok: bool }\n@f () -> int = if P { ok: true }.ok then 1 else 2;",
    right: "type P = { ok: bool }\n@f () -> int = if (P { ok: true }).ok then 1 else 2;",
  },
};
