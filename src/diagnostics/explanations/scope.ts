import type { ExplanationsOf } from "./explanation.ts";

/** Codes of extensions, of what is in scope, and of values that are no longer there. */
export const SCOPE: ExplanationsOf<"E210"> & ExplanationsOf<"E211"> = {
  E2100: {
    cause:
      "An extension adds methods, which are called on a value. Functions that are called on the type\nitself are in an `impl` in the module of the type.",
    wrong: "extend int { @zero () -> int = 0; }",
    right: "extend int { @zeroed (self) -> int = self - self; }",
  },
  E2101: {
    cause:
      "Methods of the type and of its traits go before those of extensions, so this one would never\nbe called.",
    wrong:
      "type P = { x: int }\nimpl P { @get (self) -> int = self.x; }\nextend P { @get (self) -> int = 0; }",
    right:
      "type P = { x: int }\nimpl P { @get (self) -> int = self.x; }\nextend P { @twice (self) -> int = self.x * 2; }",
  },
  E2102: {
    cause:
      "Of two extensions of one type with a method of the same name, only one can be in scope.",
    wrong:
      '// a.ori\npub extend int { @next (self) -> int = self + 1; }\n// main.ori\nextension "./a" { int.next };\nextend int { @next (self) -> int = self + 2; }',
    right:
      '// a.ori\npub extend int { @next (self) -> int = self + 1; }\n// main.ori\nextension "./a" { int.next };\n@f () -> int = 1.next();',
  },
  E2103: {
    cause:
      "Arguments are given from the left, so a parameter that may be left out comes behind those that\nmay not.",
    wrong: "trait Convert<A = Self, B> { @convert (self, from: A) -> B }",
    right: "trait Convert<B, A = Self> { @convert (self, from: A) -> B }",
  },
  E2104: {
    cause:
      "A method of a trait is called where the trait is in scope: in its module, or where it is\nimported. Traits of std are in scope everywhere.",
    wrong:
      '// shape.ori\npub trait Sized { @size (self) -> int }\nimpl int: Sized { @size (self) -> int = self; }\npub @unit () -> int = 1;\n// main.ori\nuse "./shape" { unit };\n@f () -> int = unit().size();',
    right:
      '// shape.ori\npub trait Sized { @size (self) -> int }\nimpl int: Sized { @size (self) -> int = self; }\npub @unit () -> int = 1;\n// main.ori\nuse "./shape" { Sized, unit };\n@f () -> int = unit().size();',
  },
  E2105: {
    cause:
      "`pub type` exports the name and the constructor of a struct. Its fields can be read and\nassigned in its own module only. Patterns and struct literals are open to all.",
    wrong:
      '// point.ori\npub type Point = { x: int }\npub @origin () -> Point = Point { x: 0 };\n// main.ori\nuse "./point" { origin };\n@f () -> int = origin().x;',
    right:
      '// point.ori\npub type Point = { x: int }\nimpl Point { @left (self) -> int = self.x; }\npub @origin () -> Point = Point { x: 0 };\n// main.ori\nuse "./point" { origin };\n@f () -> int = origin().left();',
  },
  E2106: {
    cause:
      "`drop_early` gives the value of a variable up before the end of its scope. Afterwards the\nvariable is not there, on no path that comes from the call.",
    wrong:
      '@f () -> int = {\n    let text = "abc";\n    drop_early(value: text);\n    text.len()\n}',
    right:
      '@f () -> int = {\n    let text = "abc";\n    let length = text.len();\n    drop_early(value: text);\n    length\n}',
  },
  E2107: {
    cause:
      "The value of a constant does not depend on when it is computed, so computing it neither reads\ninput nor writes output.",
    wrong: 'let $greeting = { print(msg: "made"); "hello" };',
    right: 'let $greeting = "hello";\n@greet () -> void = print(msg: $greeting);',
  },
  E2108: {
    cause: "`?` leaves the function around. A constant has none.",
    wrong: "let $first = [1, 2].first()?;",
    right: "let $first = [1, 2].first() ?? 0;",
  },
  E2109: {
    cause:
      "What overflows or divides by zero in a constant would do so every time the program starts.",
    wrong: "let $largest = 9223372036854775807 + 1;",
    right: "let $largest = 9223372036854775807;",
  },
  E2110: {
    cause: "A range without an end has no length, and nothing to start from backwards.",
    wrong: "@f () -> int = (0..).len();",
    right: "@f () -> int = (0..10).len();",
  },
  E2111: {
    cause:
      "The name of a module is that of its file: letters, digits and underscores, with no digit in\nfront.",
    wrong: '// 2d.ori\npub @f () -> int = 1;\n// main.ori\nuse "./2d" { f };',
    right: '// plane.ori\npub @f () -> int = 1;\n// main.ori\nuse "./plane" { f };',
  },
  E2112: {
    cause:
      "`@panic (info: PanicInfo) -> void` is called for a panic that nobody caught, before it is\nreported. A struct `PanicInfo` of the program has the fields of that of the prelude, or some\nof them.",
    wrong: "@panic (info: PanicInfo) -> int = 1;",
    right: "@panic (info: PanicInfo) -> void = print(msg: `lost: {info.message}`);",
  },
};
