/** The functions of std that call `panic`, from its sources, and a call of each in a program that ends there. */
import { allSources } from "../../src/std/mod.ts";

/** Names of all functions of std with a call of `panic` in their body, as `file:name`. */
export async function panickingFunctions(): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const { name, url } of allSources()) {
    let current = "";
    for (const line of (await Deno.readTextFile(url)).split("\n")) {
      current = /^\s*(?:pub )?@(\w+)/.exec(line)?.[1] ?? current;
      const code = line.replace(/\/\/.*/, "").replace(/^\s*(?:pub )?@panic .*/, "");
      if (/\bpanic\(/.test(code)) found.add(`${name.replace(/^std\/|\.ori$/g, "")}:${current}`);
    }
  }
  return [...found].sort();
}

/** What each of them is reached by; nothing where only an answer of the system that never comes would lead there. */
export const PANICKING_CALLS: Readonly<Record<string, readonly string[]>> = {
  "collections/counting:insert": [
    "BitSet.new().insert(value: n(-1)).len()",
    "BitSet.from_list(items: [n(1073741824)]).len()",
  ],
  "csv:separator_byte": ['csv_parse(text: "a", separator: t("ab")).is_ok()'],
  "doubles:exit": [],
  "math/integer:factorial": ["factorial(n: n(-1))", "factorial(n: n(21))"],
  "math/integer:mod_mul": ["mod_mul(a: n(1), b: 2, modulus: n(0))"],
  "math/integer:mod_pow": ["mod_pow(base: n(2), exponent: n(-1), modulus: 7)"],
  "args:declare": ['ArgParser.new(program: "p", about: t("a")).flag(name: "help", help: "h")'],
  "args:letter_of": [
    'ArgParser.new(program: "p", about: "a").flag(name: "n", help: "h", short: t("ab"))',
  ],
  "random:weighted": [
    "with Random = Dice { sides: 6 } in weighted(items: [(1, 0.0 - n(1).to_float())])",
  ],
  "time/date:days_in_month": ["days_in_month(year: 2024, month: n(13))"],
  "time/date:formatted": ['day().formatted(pattern: t("%"))'],
  "time/date:part_text": ['day().formatted(pattern: t("%!"))'],
  "text/layout:wrap": ['wrap(text: t("a"), width: n(0)).len()'],
  "doubles:memory_files": [`memory_files(files: {t("a"): "x", "a/b": "y"})`],
  "fs:metadata_of": [],
  "io:read_bytes": ["read_bytes(limit: n(0))"],
  "prelude/assert:assert": ["assert(condition: no())"],
  "prelude/assert:assert_eq": ["assert_eq(actual: n(1), expected: 2)"],
  "prelude/assert:assert_err": ["assert_err(result: good())"],
  "prelude/assert:assert_ne": ["assert_ne(actual: n(1), unexpected: 1)"],
  "prelude/assert:assert_none": ["assert_none(option: Some(n(1)))"],
  "prelude/assert:assert_ok": ["assert_ok(result: bad())"],
  "prelude/assert:assert_panics": ["assert_panics(f: () -> n(1))"],
  "prelude/assert:assert_panics_with": ['assert_panics_with(f: () -> n(1), message: "m")'],
  "prelude/assert:assert_some": ["assert_some(option: nothing())"],
  "prelude/char:to_digit": ["'7'.to_digit(radix: n(1))"],
  "prelude/core:todo": ["todo()"],
  "prelude/core:unreachable": ["unreachable()"],
  "prelude/duration:overflow": [
    "d(int.max) + d(1)",
    "d(int.min) - d(1)",
    "d(int.max) * n(2)",
    "d(int.min) / n(-1)",
    "d(int.min) / d(-1)",
    "-d(int.min)",
    "Duration.from_hours(h: n(int.max))",
    "Instant.from_unix_secs(secs: n(int.max))",
    "Instant.from_unix_secs(secs: n(1)) + d(int.max)",
    "[d(int.max), d(1)].fold(initial: d(0), op: (a, b) -> a + b)",
  ],
  "prelude/handler:state_of": [],
  "prelude/handler:with_resource": [
    "with_resource(acquire: n(1), action: _ -> if no() then 1 else [1][n(7)])",
  ],
  "prelude/int:pow": ["n(2).pow(exponent: n(64))", "n(2).pow(exponent: n(-1))"],
  "prelude/int_bits:isqrt": ["n(-1).isqrt()"],
  "prelude/int_bits:to_radix": ["n(5).to_radix(radix: n(37))"],
  "prelude/iter:iter": ["(n(0)..n(5) by n(0)).iter().count()"],
  "prelude/iter:next_back": [
    "open(start: n(0)).iter().rev().next()",
    "open(start: n(0)).iter().last()",
  ],
  "prelude/iter:step_by": ["[n(1)].iter().step_by(step: n(0)).count()"],
  "prelude/list_parts:chunk": ["[n(1)].chunk(size: n(0))", "[n(1)].chunks(size: n(-1))"],
  "prelude/list_parts:window": ["[n(1)].window(size: n(0))"],
  "prelude/option:expect": ['nothing().expect(message: "m")'],
  "prelude/option:unwrap": ["nothing().unwrap()"],
  "prelude/range:contains": ["(n(0)..n(5) by n(0)).contains(value: 1)"],
  "prelude/range:is_empty": ["(n(0)..n(5) by n(0)).is_empty()"],
  "prelude/range:len": ["(n(0)..n(5) by n(0)).len()", "open(start: n(0)).len()"],
  "prelude/result:expect": ['bad().expect(message: "m")'],
  "prelude/result:expect_err": ['good().expect_err(message: "m")'],
  "prelude/result:unwrap": ["bad().unwrap()"],
  "prelude/result:unwrap_err": ["good().unwrap_err()"],
  "prelude/size:divide": ["size(1) / n(-1)", "size(1) / n(0)", "size(1) / size(0)"],
  "prelude/size:from_units": ["Size.from_bytes(b: n(-1))"],
  "prelude/size:overflow": [
    "Size.from_terabytes(tb: n(int.max))",
    "size(int.max) + size(int.max) + size(2)",
    "size(int.max) * n(3)",
    "(size(int.max) * 2) / size(1)",
    "(size(int.max) * 2).bytes()",
  ],
  "prelude/size:remainder": ["size(1) % size(0)"],
  "prelude/size:subtract": ["size(1) - size(2)"],
  "prelude/size:times": ["size(1) * n(-1)"],
  "prelude/str:byte_of_text": ['byte(t(""))'],
  "prelude/str:float_of_text": ['float(t("x"))'],
  "prelude/str:int_of_text": ['int(t("x"))'],
  "world:checked": [],
  "world:number_of": [],
  "random:between": ["with Random = Dice { sides: 6 } in Random.between(low: n(2), high: n(1))"],
};

/** Panics that primitives and intrinsics raise inside of functions of std, through whatever leads there. */
export const DEEPER_CALLS: readonly string[] = [
  "[n(int.max), 1].sum()",
  "[n(int.max), 2].product()",
  "[n(int.max), 1].iter().sum()",
  "[n(int.max), 2].iter().map(transform: x -> x).product()",
  "n(int.min).gcd(other: 0)",
  "n(int.max).lcm(other: int.max - 1)",
  "n(int.min).abs_diff(other: int.max)",
  "n(5).rem_euclid(other: n(0))",
  "n(int.min).abs()",
  "n(300).to_byte()",
  "n(300).byte()",
  "n(0xd800).to_char()",
  '"\u{20ac}uro".split_at(index: n(1))',
  '"abc".split_at(index: n(9))',
  '"abc".slice(start: n(2), end: n(1))',
  '"abc".byte_at(index: n(3))',
  '"abc"[n(3)]',
  "[1][n(1)]",
  "[1].insert(index: n(3), value: 1)",
  "[1].remove(index: n(3))",
  "[1].swap(i: n(0), j: n(3))",
  "[1].updated(key: n(1), value: 1)",
  "[1].slice(start: n(1), end: n(0))",
  "Big { left: n(2) }.sum()",
  "Big { left: n(2) }.map(transform: x -> x).product()",
  "any(iter: Big { left: n(2) }).sum()",
  "any(iter: Big { left: n(2) }).iter().map(transform: x -> [x, 1].sum()).count()",
  "gcd(a: n(int.min), b: 0)",
  "[gcd][n(0)](n(int.min), 0)",
];

const HEAD = `use std.args { ArgParser };
use std.collections { BitSet };
use std.csv { parse as csv_parse };
use std.doubles { memory_files };
use std.io { read_bytes };
use std.math { factorial, gcd, mod_mul, mod_pow };
use std.random { Random, weighted };
use std.text { wrap };
use std.time { DateTime, Instant, days_in_month };

type Big = { left: int }

impl Big: Iterator {
    type Item = int

    @next (self) -> (Option<int>, Self) =
        if self.left == 0 then (None, self) else (Some(int.max), Big { left: self.left - 1 });
}

type Dice = { sides: int }

impl Dice: Random {
    @bits (self) -> int = self.sides;
}

@n (value: int) -> int = if value == 12345 then 0 else value;
@t (text: str) -> str = if text == "12345" then "" else text;
@d (nanoseconds: int) -> Duration = Duration.from_nanoseconds(ns: n(nanoseconds));
@size (bytes: int) -> Size = Size.from_bytes(b: n(bytes));
@day () -> DateTime = DateTime.from_instant(at: Instant { since_epoch: d(0) });
@no () -> bool = n(0) == 1;
@nothing () -> Option<int> = if no() then Some(1) else None;
@good () -> Result<int, str> = if no() then Err("e") else Ok(1);
@bad () -> Result<int, str> = if no() then Ok(1) else Err("e");
@open (start: int) -> Range<int> = start..;
@any (iter: Iterator<int>) -> Iterator<int> = iter;
`;

/** A program with a test for each call, and the line of call `i`. */
export function panicProgram(
  calls: readonly string[],
): { readonly text: string; lineOf(i: number): number } {
  const cases = calls.map((call, i) => `@case${i} tests _ () -> void = { let $_ = { ${call} }; };`);
  const first = HEAD.split("\n").length;
  return { text: HEAD + cases.join("\n") + "\n", lineOf: (i) => first + i };
}
