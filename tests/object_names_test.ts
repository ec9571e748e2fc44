/** Names that every object of JavaScript has mean no more than other names, wherever a user writes them. */
import { assertEquals, assertThrows } from "@std/assert";
import { parseCommandArgs, UsageError } from "../src/cli/args.ts";
import { BUILD, CHECK } from "../src/cli/specs.ts";
import { CapturedIo, explain } from "../mod.ts";
import { checkText, codesOf } from "../src/types/check_support_test.ts";

/** Each with a name that is like it, and that no object has. */
const NAMES: readonly (readonly [name: string, other: string])[] = [
  ["constructor", "construction"],
  ["__proto__", "__other__"],
  ["toString", "toStrange"],
  ["hasOwnProperty", "hasOwnProverb"],
  ["valueOf", "valueIn"],
];

function within(i: number, statements: string): string {
  return `@m${i} () -> void = { ${statements} print(msg: "a"); }\n`;
}

/** By position: a part of a program with the name `n` there; `i` keeps the parts apart. */
const POSITIONS: Readonly<Record<string, (n: string, i: number) => string>> = {
  "suffix of a number": (n, i) => within(i, `let x = 5${n};`),
  "suffix of a float": (n, i) => within(i, `let x = 5.0${n};`),
  "suffix of a hexadecimal number": (n, i) => within(i, `let x = 0x5${n};`),
  "suffix of an exponent": (n, i) => within(i, `let x = 1e5${n};`),
  "behind a byte": (n, i) => within(i, `let x = b'a'${n};`),
  "attribute of a function": (n, i) => `#${n}\n${within(i, "")}`,
  "attribute with an argument": (n, i) => `#${n}("x")\n${within(i, "")}`,
  "attribute of a type": (n, i) => `#${n}\ntype A${i} = { n: int }\n`,
  "derived trait": (n, i) => `#derive(${n})\ntype A${i} = { n: int }\n`,
  "representation": (n, i) => `#repr("${n}")\ntype A${i} = { n: int }\n`,
  "alias of a parameter": (n, i) => `#alias(${n}: "${n}")\n@f${i} (a: int) -> int = a;\n`,
  "intrinsic": (n, i) => `#intrinsic("${n}")\n@f${i} (a: int) -> int;\n`,
  "format specification": (n, i) => `@m${i} () -> void = print(msg: \`{1:${n}}\`);\n`,
  "escape": (n, i) => `@m${i} () -> void = print(msg: "\\${n}");\n`,
  "character": (n, i) => within(i, `let c = '${n}';`),
  "identifier": (n, i) => `@m${i} () -> void = print(msg: ${n});\n`,
  "constant": (n, i) => `@m${i} () -> void = print(msg: $${n});\n`,
  "function that is called": (n, i) => `@m${i} () -> void = print(msg: ${n}(a: 1));\n`,
  "method": (n, i) => `@m${i} () -> void = print(msg: "a".${n}());\n`,
  "field": (n, i) => `@m${i} () -> void = print(msg: "a".${n});\n`,
  "associated function": (n, i) => `@m${i} () -> void = print(msg: int.${n});\n`,
  "type": (n, i) => `@f${i} (a: ${n}) -> int = 1;\n`,
  "generic type": (n, i) => `@f${i} (a: [${n}<int>]) -> int = 1;\n`,
  "bound": (n, i) => `@f${i}<T: ${n}> (a: T) -> int = 1;\n`,
  "trait of an impl": (n, i) =>
    `type A${i} = { n: int }\nimpl A${i}: ${n} { @x (self) -> int = 1; }\n`,
  "associated type": (n, i) => `@f${i}<T: Iterator> (a: T) -> int where T.${n} == int = 1;\n`,
  "variant in a pattern": (n, i) => within(i, `let x = match Some(1) { ${n}(a) -> a, _ -> 1 };`),
  "field in a pattern": (n, i) =>
    `type A${i} = { n: int }\n${within(i, `let { ${n} } = A${i} { n: 1 };`)}`,
  "field in a literal": (n, i) =>
    `type A${i} = { n: int }\n${within(i, `let a = A${i} { ${n}: 1 };`)}`,
  "label of break": (n, i) => within(i, `loop { break:${n} };`),
  "label of continue": (n, i) => within(i, `loop { continue:${n} };`),
  "module": (n) => `use "./${n}" { a };\n`,
  "module of std": (n) => `use std.${n} { a };\n`,
  "imported name": (n) => `use std.math { ${n} };\n`,
  "imported extension": (n) => `extension std.math { ${n}.${n} };\n`,
  "named argument": (n, i) => `@f${i} (a: int) -> int = a;\n${within(i, `f${i}(${n}: 1);`)}`,
  "named argument of std": (n, i) => `@m${i} () -> void = print(${n}: "a");\n`,
  "property of catch": (n, i) => within(i, `let r = catch(${n}: 1);`),
  "property of recurse": (n, i) =>
    `@f${i} (n: int) -> int = recurse(condition: n < 1, base: 0, step: 1, ${n}: 2);\n`,
  "capability": (n, i) => `@f${i} () -> int uses ${n} = 1;\n`,
  "capability that is given": (n, i) => `@m${i} () -> void = with ${n} = 1 in print(msg: "a");\n`,
  "target of a test": (n, i) => `@t${i} tests @${n} () -> void = assert(condition: true);\n`,
  "target of a cast": (n, i) => within(i, `let a = 1 as ${n};`),
  "step of a pipe": (n, i) => within(i, `let a = [1] |> ${n};`),
  "method of a pipe": (n, i) => within(i, `let a = [1] |> .${n}();`),
  "foreign library": (n) => `extern "${n}" from "${n}" { @x () -> int; }\n`,
  "parameter of a lambda": (n, i) => within(i, `let f = ${n} -> ${n} + 1; f(1);`),
  "type parameter": (n, i) => `@f${i}<${n}> (a: ${n}) -> ${n} = a;\n${within(i, `f${i}(1);`)}`,
  "key of a map": (n, i) => within(i, `let m = { ${n}: 1 };`),
  "shorthand of an argument": (n, i) => within(i, `[1].map(${n}:);`),
  "contract": (n, i) => `@f${i} (a: int) -> int pre(${n} > 0) = a;\n`,
  "formatted name": (n, i) => `@m${i} () -> void = print(msg: \`{${n}:>5}\`);\n`,
  "function": (n, i) => `@${n} () -> int = 1;\n${within(i, `${n}();`)}`,
  "operator": (n, i) => within(i, `let a = 1 ${n} 2;`),
};

/** The diagnostics for a program with `names` in the position; the names themselves do not show. */
function found(part: (n: string, i: number) => string, names: readonly string[]): string[] {
  const codes = codesOf(checkText(names.map(part).join("")));
  // A `_` behind a number belongs to the number.
  const shown = [...names, ...names.map((name) => name.replace(/^_+/, ""))];
  return codes.map((code) => shown.reduce((text, name) => text.replaceAll(name, "NAME"), code));
}

for (const [position, part] of Object.entries(POSITIONS)) {
  Deno.test(`${position}: the names of objects are like others`, () => {
    const expected = found(part, NAMES.map(([, other]) => other));
    assertEquals(found(part, NAMES.map(([name]) => name)), expected);
  });
}

Deno.test("the names of objects are no flags, values of flags or codes", () => {
  for (const [name] of NAMES) {
    for (const arg of [`--${name}`, `--${name}=1`, `--no-${name}`, `--format=${name}`]) {
      assertThrows(() => parseCommandArgs(CHECK, [arg, "main.ori"]), UsageError, name);
    }
    for (const arg of [`--emit=${name}`, `--emit=arc@${name}`]) {
      assertThrows(() => parseCommandArgs(BUILD, [arg, "main.ori"]), UsageError, name);
    }
    const parsed = parseCommandArgs(CHECK, ["main.ori", name]);
    assertEquals([parsed.operands, parsed.flag(name), parsed.value(name)], [
      ["main.ori", name],
      false,
      undefined,
    ]);
    assertEquals(explain(name), undefined);
    assertEquals(new CapturedIo("", { HOME: "/" }).environment(name), undefined);
  }
});
