import { assertEquals } from "@std/assert";
import { checkText } from "../check_support_test.ts";

const TYPES = `
type Color = Red | Green | Blue;
type Shape = Circle(radius: int) | Rect(int, int) | Empty;
type Pair = { left: bool, right: Option<int> }
type Id = int;
`;

/** Messages about the match on a value of `type` with these arms. */
function report(type: string, ...arms: string[]): string[] {
  const checked = checkText(`${TYPES}@f (v: ${type}) -> int = match v { ${arms.join(", ")} }\n`);
  return checked.diagnostics.map((found) =>
    `${found.code} ${checked.textAt(found)}: ${found.message}`
  );
}

/** What E3001 lists as not covered. */
function missing(type: string, ...arms: string[]): string | undefined {
  const found = report(type, ...arms).find((text) => text.startsWith("E3001"));
  return found?.match(/non-exhaustive: (.*) not covered/)?.[1];
}

/** The patterns that E3002 points at. */
function redundant(type: string, ...arms: string[]): string[] {
  return report(type, ...arms).filter((text) => /^(E3002|W3001)/.test(text))
    .map((text) => text.slice(6, text.indexOf(": redundant")));
}

Deno.test("checkMatch accepts matches that cover everything", () => {
  const complete: [string, ...string[]][] = [
    ["Color", "Red -> 1", "Green -> 2", "Blue -> 3"],
    ["Color", "Red | Green -> 1", "Blue -> 2"],
    ["bool", "true -> 1", "false -> 0"],
    ["(bool, Color)", "(true, _) -> 1", "(false, Red) -> 2", "(false, c) -> 3"],
    ["Option<Option<int>>", "Some(Some(x)) -> x", "Some(None) -> 1", "None -> 0"],
    ["Result<int, str>", "Ok(x) -> x", "Err(_) -> 0"],
    ["Result<int, Never>", "Ok(x) -> x"],
    ["Result<Never, int>", "Ok(_) -> 0", "Err(x) -> x"],
    ["[int]", "[] -> 0", "[x] -> x", "[x, ..] -> x"],
    ["[bool]", "[true, ..] -> 0", "[.., false] -> 1", "[] -> 2", "[false, .., true] -> 3"],
    ["int", "..0 -> 0", "0 -> 1", "1.. -> 2"],
    ["byte", "0..=127 -> 0", "128..=255 -> 1"],
    [
      "Pair",
      "Pair { left: true, .. } -> 1",
      "Pair { left: false, right: Some(x) } -> x",
      "Pair { right: None, .. } -> 2",
    ],
    ["Shape", "Circle(radius: r) -> r", "Rect(a, _) -> a", "Empty -> 0"],
    ["void", "() -> 0"],
  ];
  for (const [type, ...arms] of complete) {
    assertEquals(report(type, ...arms), [], `${type}: ${arms}`);
  }
});

Deno.test("checkMatch names what is not covered", () => {
  assertEquals(missing("Color", "Red -> 1"), "`Green`, `Blue`");
  assertEquals(missing("bool", "true -> 1"), "`false`");
  assertEquals(missing("Option<bool>", "Some(true) -> 1", "None -> 0"), "`Some(false)`");
  assertEquals(
    missing("Shape", "Circle(_) -> 1", "Rect(0, _) -> 2", "Empty -> 0"),
    "`Rect(..=-1, _)`, `Rect(1.., _)`",
  );
  assertEquals(missing("int", "0 -> 1", "10..=19 -> 2"), "`..=-1`, `1..=9`, `20..`");
  assertEquals(missing("str", '"a" -> 1'), "`_`");
  assertEquals(missing("char", "'a'..='z' -> 1", "'{'.. -> 2"), "`..='`'`");
  assertEquals(missing("char", "..='\\u{D7FF}' -> 1"), "`'\\u{e000}'..`");
  assertEquals(missing("char", "'\\u{E000}'.. -> 1"), "`..='\\u{d7ff}'`");
  assertEquals(missing("char", "..'\\u{E000}' -> 1", "'\\u{E001}'.. -> 2"), "`'\\u{e000}'`");
  assertEquals(
    missing("[int]", "[] -> 1", "[_] -> 2", "[1, ..] -> 3"),
    "`[..=0, _, ..]`, `[2.., _, ..]`",
  );
  assertEquals(missing("[int]", "[] -> 1", "[_, _] -> 2"), "`[_]`, `[_, _, _, ..]`");
  assertEquals(missing("(bool, bool)", "(true, _) -> 1", "(_, true) -> 2"), "`(false, false)`");
  assertEquals(missing("Pair", "Pair { left: true, .. } -> 1"), "`Pair { left: false, right: _ }`");
});

Deno.test("checkMatch does not count guarded arms", () => {
  assertEquals(missing("bool", "true if 1 < 2 -> 1", "false -> 0"), "`true`");
  assertEquals(report("bool", "true if 1 < 2 -> 1", "true -> 2", "false -> 0"), []);
});

Deno.test("surrogates are no chars: what is around them covers all chars", () => {
  const upTo = ["..='\\u{D7FF}' -> 1", "..'\\u{E000}' -> 1", "'\\0'..='\\u{D7FF}' -> 1"];
  for (const low of upTo) {
    for (const high of ["'\\u{E000}'.. -> 2", "'\\u{E000}'..='\\u{10FFFF}' -> 2"]) {
      assertEquals(report("char", low, high), [], `${low}, ${high}`);
      assertEquals(redundant("char", low, high, "_ -> 3"), ["_"]);
    }
  }
});

Deno.test("checkMatch points at what can never match", () => {
  assertEquals(redundant("Color", "_ -> 1", "Red -> 2"), ["Red"]);
  assertEquals(redundant("int", "0..=9 -> 1", "5 -> 2", "_ -> 3"), ["5"]);
  assertEquals(redundant("int", "1 -> 1", "1 -> 2", "_ -> 3"), ["1"]);
  assertEquals(redundant("Option<int>", "Some(_) | None -> 1", "None -> 2"), ["None"]);
  assertEquals(redundant("Color", "Red | Blue -> 1", "Green | Red -> 2"), ["Red"]);
  assertEquals(redundant("[int]", "[..] -> 1", "[x] -> x"), ["[x]"]);
  assertEquals(redundant("str", '"a" -> 1', '"a" -> 2', "_ -> 3"), ['"a"']);
  assertEquals(redundant("(int, int)", "(0, _) -> 1", "(_, 0) -> 2", "(0, 0) -> 3", "_ -> 4"), [
    "(0, 0)",
  ]);
});

Deno.test("a match that takes too long to check needs an arm for all that is left", () => {
  const columns = 26;
  let state = 1;
  const random = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 65536) % below;
  };
  const rows = Array.from({ length: 130 }, (_, row) => {
    const parts = new Array<string>(columns).fill("_");
    for (let i = 0; i < 3; i++) parts[random(columns)] = String(random(2) === 0);
    return `(${parts.join(", ")}) -> ${row}`;
  });
  const type = `(${new Array(columns).fill("bool").join(", ")})`;
  const found = report(type, ...rows).map((text) => text.replace(/ match .*}:/s, ":"));
  assertEquals(found.map((text) => text.replace(/^(E\d+) .*: /s, "$1: ")), [
    "E3001: match is not known to be exhaustive: the patterns combine in too many ways",
  ]);
  assertEquals(report(type, ...rows, "_ -> -1"), []);
});
