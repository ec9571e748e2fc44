import { assert, assertEquals } from "@std/assert";
import {
  CONSTANT_ROLES,
  constantSymbol,
  functionNumber,
  functionSymbol,
  MAX_NAME,
  partialSymbol,
  PROGRAM_ROLES,
  programSymbol,
  RUNTIME,
  RUNTIME_GLOBALS,
  TYPE_ROLES,
  typeName,
  typeSymbol,
} from "./mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";

const symbolOf = functionSymbol;

Deno.test("functionSymbol: readable, and different for different names", () => {
  assertEquals(symbolOf("map<int, str>"), "_ori_map$Lint$C$_str$R");
  assertEquals(symbolOf("main.lambda0"), "_ori_main.lambda0");
  assertEquals(symbolOf("größe"), "_ori_gr$xf6$$xdf$e");
  const names = ["a b", "a_b", "a<b>", "a[b]", "a$b", "aéb", "a(b)", "a,b", "a$_b", "A_B", "a.b"];
  const symbols = new Set(names.map(symbolOf));
  assertEquals(symbols.size, names.length);
  for (const symbol of symbols) assert(/^[A-Za-z0-9_.$]+$/.test(symbol), symbol);
});

/** Every form of the registry, with number 7 where it takes one. */
const GENERATED = [
  partialSymbol("main.lambda0$wrapper"),
  ...TYPE_ROLES.map((role) => typeSymbol(role, 7 as MonoTypeId)),
  ...PROGRAM_ROLES.map(programSymbol),
  ...CONSTANT_ROLES.map((role) => constantSymbol(role, 7)),
  ...Object.keys(RUNTIME),
  ...Object.keys(RUNTIME_GLOBALS),
  "main",
  "llvm.used",
];

Deno.test("functionSymbol: no name gives a generated symbol", () => {
  const generated = new Set(GENERATED);
  assertEquals(generated.size, GENERATED.length);
  // Whole, without each beginning, and as numbered names and type arguments would spell it.
  const names = GENERATED.flatMap((symbol) => {
    const ends = [..."_.$"].flatMap((sign) =>
      symbol.split(sign).map((_, i, parts) => parts.slice(i).join(sign))
    );
    return [symbol, ...ends, ...ends.map((end) => `${end}$7`), ...ends.map((end) => `$${end}`)];
  });
  for (const name of names) assert(!generated.has(symbolOf(name)), name);
});

Deno.test("functionSymbol: a reserved name is escaped", () => {
  assertEquals(["entry", "partial_12", "Entry", "partial_", "entry.f"].map(symbolOf), [
    "_ori_$x65$ntry",
    "_ori_$x70$artial_12",
    "_ori_Entry",
    "_ori_partial_",
    "_ori_entry.f",
  ]);
});

Deno.test("functionSymbol: a long name is cut and told apart by its number", () => {
  const longest = "a".repeat(MAX_NAME);
  assertEquals(symbolOf(longest), `_ori_${longest}`);
  const long = `é${longest}`;
  const [first, second] = [symbolOf(long), symbolOf(`${long}b`)];
  const number = functionNumber(long);
  assertEquals(first, `_ori_$xe9$${"a".repeat(199)}$h${number}`);
  assert(first !== second);
  assert(first !== symbolOf(`é${"a".repeat(199)}$h${number}`));
});

Deno.test("typeName: a long name is cut", () => {
  assertEquals(typeName("Map<int, [str]>"), "ori.Map<int, [str]>");
  assertEquals(typeName("T".repeat(MAX_NAME + 1)), `ori.${"T".repeat(200)}...`);
});
