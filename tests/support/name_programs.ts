/** Programs that use given names in one position each. */
import type { Sources } from "./snapshot.ts";

export interface NameProgram {
  /** By path; `main.ori` is the program. */
  readonly files: Sources;
  readonly stdout: string;
}

/** Where a name can stand. */
export interface Position {
  readonly name: string;
  /** Names that mean something else to the program around them. */
  readonly reserved: readonly string[];
  write(names: readonly string[]): NameProgram;
}

const PRINT = ["print"];

/** How many values one function prints: large functions take clang long. */
const VALUES_PER_FUNCTION = 40;

type PrintedValue = readonly [expression: string, value: string | number];

/** `items`, and a main that prints `values`. */
function program(items: readonly string[], values: readonly PrintedValue[]): NameProgram {
  const parts = values.map(([expression]) => `    print(msg: \`{${expression}}\`);\n`);
  const functions: string[] = [];
  for (let at = 0; at < parts.length; at += VALUES_PER_FUNCTION) {
    const body = parts.slice(at, at + VALUES_PER_FUNCTION).join("");
    functions.push(`@part__${functions.length} () -> void = {\n${body}};\n`);
  }
  const calls = functions.map((_, i) => `part__${i}();`).join(" ");
  return {
    files: {
      "main.ori": `${items.join("\n")}\n${functions.join("")}@main () -> void = { ${calls} }\n`,
    },
    stdout: values.map(([, value]) => `${value}\n`).join(""),
  };
}

export const POSITIONS: readonly Position[] = [
  {
    name: "functions, with a parameter and a lambda",
    reserved: [...PRINT, "main"],
    write: (names) =>
      program(
        names.map((name, i) =>
          `@${name} (arg__: int) -> int = if arg__ > 8 then ${name}(arg__: arg__ - 1) + 1 else { ` +
          `let $fn__ = (x__: int) -> if x__ > 9999 then arg__ else x__ + arg__; fn__(${i}) };`
        ),
        names.map((name, i) => [`${name}(arg__: 10)`, i + 10]),
      ),
  },
  {
    name: "functions that call each other last",
    reserved: [...PRINT, "main"],
    write: (names) =>
      program(
        names.map((name, i) =>
          `@${name} (arg__: int) -> int = if arg__ == 0 then ${i} else ${
            names[(i + 1) % names.length]
          }(arg__: arg__ - 1);`
        ),
        names.map((name, i) => [`${name}(arg__: 3)`, (i + 3) % names.length]),
      ),
  },
  {
    name: "types in lists, boxed and inline",
    reserved: [...PRINT, "int", "str", "main"],
    write: (names) =>
      program(
        names.flatMap((name, i) => [
          `type ${name} = A${i}(n: int, text: str) | B${i}(text: str)${
            i % 2 === 0 ? "" : ` | C${i}(next: ${name})`
          };`,
          `@grow${i} (xs: [${name}], k: int) -> [${name}] = if k == 0 then xs else grow${i}(xs: [...xs, A${i}(n: k, text: "a text of more than 23 bytes" + k.to_str())], k: k - 1);`,
        ]),
        names.map((_, i) => [`grow${i}(xs: [B${i}(text: "b")], k: 2).len()`, 3]),
      ),
  },
  {
    name: "structs with derived methods",
    reserved: [...PRINT, "int", "str", "Eq", "Debug", "Default", "main"],
    write: (names) =>
      program(
        names.flatMap((name, i) => [
          `#derive(Eq, Debug, Default)\ntype ${name} = { n: int, text: str }`,
          `@make${i} () -> ${name} = { let d: ${name} = ${name}.default(); { ...d, text: "a text of more than 23 bytes" + d.text } };`,
        ]),
        names.flatMap((name, i) => [
          [`make${i}().debug()`, `${name} { n: 0, text: "a text of more than 23 bytes" }`],
          [`make${i}() == make${i}()`, "true"],
        ]),
      ),
  },
  {
    name: "type parameters and generic types",
    reserved: [...PRINT, "int", "str"],
    write: (names) =>
      program(
        names.flatMap((name, i) => [
          `type Box${i}<${name}> = Full${i}(${name}, text: str) | Empty${i};`,
          `@fill${i}<${name}> (x: ${name}) -> Box${i}<${name}> = Full${i}(x, text: "t");`,
        ]),
        names.map((
          _,
          i,
        ) => [
          `match fill${i}(x: ${i}) \\{ Full${i}(x, _) -> x, Empty${i} -> -1 \\}`.replaceAll(
            "\\",
            "",
          ),
          i,
        ]),
      ),
  },
  {
    name: "traits",
    reserved: [...PRINT, "int", "main"],
    write: (names) =>
      program(
        names.flatMap((name, i) => [
          `trait ${name} { @plus${i} (self, k: int) -> int; @twice${i} (self) -> int = self.plus${i}(k: 0) * 2; }`,
          `impl int: ${name} { @plus${i} (self, k: int) -> int = self + k + ${i}; }`,
          `@object${i} (x: ${name}) -> int = x.twice${i}();`,
        ]),
        names.flatMap((_, i) => [[`1.plus${i}(k: 2)`, 3 + i], [`object${i}(x: 5)`, 10 + 2 * i]]),
      ),
  },
  {
    name: "methods",
    reserved: PRINT,
    write: (names) =>
      program(
        [
          "type Host = { n: int, text: str }",
          "type lower = Low(n: int) | Other(text: str);",
          `impl Host { ${
            names.map((name, i) => `@${name} (self, k: int) -> int = self.n + k + ${i};`).join("\n")
          } }`,
          `impl lower { ${names.map((name, i) => `@${name} (self) -> int = ${i};`).join("\n")} }`,
          'let $HOST = Host { n: 1, text: "t" };',
          'let $LOW: lower = Other(text: "t");',
        ],
        names.flatMap((name, i) => [[`$HOST.${name}(k: 2)`, 3 + i], [`$LOW.${name}()`, i]]),
      ),
  },
  {
    name: "fields",
    reserved: PRINT,
    write: (names) =>
      program(
        names.flatMap((name, i) => [
          `#derive(Eq, Debug)\ntype Holder${i} = { ${name}: int, text${i}: str }`,
          `@make${i} (${name}: int) -> Holder${i} = Holder${i} { ${name}, text${i}: "t" };`,
        ]),
        names.flatMap((name, i) => [
          [`make${i}(${name}: ${i}).${name}`, i],
          [`make${i}(${name}: ${i}).debug()`, `Holder${i} { ${name}: ${i}, text${i}: "t" }`],
        ]),
      ),
  },
  {
    name: "variants and their fields",
    reserved: [...PRINT, "main"],
    write: (names) =>
      program(
        names.flatMap((name, i) => [
          `#derive(Debug)\ntype Sum${i} = ${name}(${name}: int, text${i}: str) | Last${i};`,
          `@value${i} (s: Sum${i}) -> int = match s { ${name}(n, _) -> n, Last${i} -> -1 };`,
        ]),
        names.flatMap((name, i) => [
          [`value${i}(s: ${name}(${name}: ${i}, text${i}: "t"))`, i],
          [`${name}(${name}: ${i}, text${i}: "t").debug()`, `${name}(${i}, "t")`],
        ]),
      ),
  },
  {
    name: "constants",
    reserved: [...PRINT, "main"],
    write: (names) =>
      program(
        names.map((name, i) => `let $${name} = [${i}].len() + ${i};`),
        names.map((name, i) => [`$${name}`, i + 1]),
      ),
  },
  {
    name: "parameters, locals, captures and labels",
    reserved: PRINT,
    write: (names) =>
      program(
        names.map((name, i) =>
          `@run${i} (${name}: int, text${i}: str = "t") -> int = { let $k__ = ${name} + text${i}.len(); let ${name} = k__ * 2; ` +
          `let $fn__ = (y__: int) -> if y__ > 9999 then y__ else y__ + ${name}; loop:${name} { if fn__(0) > 0 then break:${name} fn__(${i}); ${name} = 1 } };`
        ),
        names.map((name, i) => [`run${i}(${name}: 1)`, i + 4]),
      ),
  },
  {
    name: "modules and their aliases",
    reserved: [...PRINT, "main"],
    write: (names) => {
      const { files, stdout } = program(
        names.map((name, i) =>
          `use "./${name}" { value as value${i} };` +
          (i % 2 === 0 ? `\nuse "./${name}" as ${name};` : "")
        ),
        names.flatMap((name, i): [string, string | number][] => [
          [`value${i}(n: 1)`, i + 3],
          ...(i % 2 === 0 ? [[`${name}.value(n: 2)`, i + 4] satisfies [string, number]] : []),
        ]),
      );
      const modules = names.map((name, i) => [
        `${name}.ori`,
        `type Thing = Thing(n: int, text: str) | No;\n` +
        `@more (t: Thing) -> int = match t { Thing(n, text) -> n + text.len(), No -> 0 };\n` +
        `pub @value (n: int) -> int = more(t: Thing(n: n + ${i}, text: "tt"));\n`,
      ]);
      return { files: { ...files, ...Object.fromEntries(modules) }, stdout };
    },
  },
];

/** A file of tests with these names. */
export function namedTests(names: readonly string[]): string {
  return "@add (a: int, b: int) -> int = a + b;\n" +
    names.map((name, i) =>
      `@${name} tests @add () -> void = assert_eq(actual: add(a: ${i}, b: 1), expected: ${
        i + 1
      });\n`
    ).join("");
}
