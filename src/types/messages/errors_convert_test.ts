import { assertEquals } from "@std/assert";
import { checkText, codesOf } from "../check_support_test.ts";

const PRELUDE = `
type Json = { text: str }
impl Json: Index<int, str> { @index (self, key: int) -> str = self.text; }
impl Json: Index<str, int> { @index (self, key: str) -> int = 1; }
type Heat = { degrees: float }
impl Heat: Into<str> { @into (self) -> str = "hot"; }
impl Heat: Into<int> { @into (self) -> int = 1; }
impl Heat: Mul<int> { @multiply (self, rhs: int) -> Heat = self; }
impl Heat: Mul<float> { @multiply (self, rhs: float) -> Heat = self; }
@fails () -> Result<int, str> = Err("");
@converts () -> Result<int, Error> = Ok(fails()?);
@json () -> Json = Json { text: "" };
@heat () -> Heat = Heat { degrees: 1.5 };
`;

/** Statements of a void body, and the diagnostics as `CODE text pointed at`. */
const CASES: readonly (readonly [string, ...string[]])[] = [
  ["let x: str = json()[1];"],
  ['let x: int = json()["a"];'],
  ["let x = json()[1.5];", "E2026 1.5"],
  ["let f = x -> json()[x];", "E2027 x"],
  ["let x = heat()[0];", "E2025 heat()"],
  ["let x: str = heat().into();"],
  ["let x: bool = heat().into();", "E2036 into"],
  ["let x = heat().into();", "E2037 into"],
  ["let x: int = true.into();", "E2036 into"],
  ["let x: Duration = 1s + 2ms; let y: Size = 2 * 1kb;"],
  ["let x = 1s + 1kb;", "E2020 1s + 1kb"],
  ["let x = 1s + 1;", "E2020 1s + 1"],
  ["let x = 1s * 2s;", "E2020 1s * 2s"],
  ["let x = -1kb;", "E2020 -1kb"],
  ["let x = !1s;", "E2020 !1s"],
  ["let x: int = 1s;", "E2001 1s"],
  ["let x: Duration = 1;", "E2001 1"],
  ["let x = 1s < 1kb;", "E2020 1s < 1kb"],
  ["match 1s { 1kb -> (), _ -> () };", "E2001 1kb"],
  ["let x = `{1:>5} {1:#x} {1.5:.2f} {true:>3} {'a':*^3}`;"],
  ["let x = `{1:5q}`;", "E2034 5q"],
  ["let x = `{1:.}`;", "E2034 ."],
  ["let x = `{1:f}`;", "E2035 f"],
  ["let x = `{1.5:x}`;", "E2035 x"],
  ['let x = `{"a":>5b}`;', "E2035 >5b"],
  ["let x = `{true:e}`;", "E2035 e"],
  ["let x = `{[1]:x}`;", "E2035 x"],
  ["let x = `{heat():>5}`;", "E2038 heat()"],
  ["let x = heat() as float;", "E2036 heat()"],
  ["let x = heat() as? int;", "E2036 heat()"],
  ["let x: Heat = heat() * 2;"],
  ["let x: Heat = heat() * 2.5;"],
  ["let x = heat() * true;", "E2020 heat() * true"],
  ["let x = 2 * heat();", "E2020 2 * heat()"],
  ["let x = heat(); x *= 2; x += 1;", "E2020 x += 1"],
];

Deno.test("`?` does not convert an error without `Into`", () => {
  const bad = "@wrong () -> Result<int, bool> = Ok(fails()?);";
  assertEquals(codesOf(checkText(PRELUDE + bad)), ["E2056 fails()?"]);
});

for (const [body, ...expected] of CASES) {
  Deno.test(`diagnostics of: ${body}`, () => {
    assertEquals(codesOf(checkText(`${PRELUDE}@main () -> void = { ${body} }`)), expected);
  });
}
