import { assert, assertEquals } from "@std/assert";
import { SourceMap, type Span } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import { preludeSources, STD_MODULES, stdSource } from "../std/mod.ts";
import { parse } from "../syntax/mod.ts";
import {
  EXPANSIONS,
  intrinsicInfo,
  isExpansion,
  isIntrinsic,
  isPrim,
  parseSignature,
  primInfo,
  showSignatureType,
} from "./mod.ts";

/** The types of parameters and result, whose names std is free to choose. */
interface Types {
  readonly params: readonly string[];
  readonly result: string;
}

interface Declaration extends Types {
  readonly place: string;
  readonly operation: string;
}

/** Every function that std declares with `#intrinsic("name")`. */
function declarations(): readonly Declaration[] {
  const sources = [...preludeSources(), ...STD_MODULES.flatMap((name) => stdSource([name]) ?? [])];
  return sources.flatMap(({ name: file, url }) => {
    const text = Deno.readTextFileSync(url);
    const source = new SourceMap().add(file, text);
    const textOf = ({ start, end }: Span): string => text.slice(start, end);
    const { items } = parse(source, new Diagnostics());
    return items.flatMap((item): readonly Declaration[] => {
      if (item.kind !== "Function") return [];
      const value = item.attributes.find(({ name }) => name.text === "intrinsic")?.args[0]?.value;
      if (value?.kind !== "Str" || item.result === undefined) return [];
      const params = item.params.map(({ type }) => type === undefined ? "?" : textOf(type.span));
      const place = `${file}: @${item.name.text}`;
      return [{ place, operation: value.value, params, result: textOf(item.result.span) }];
    });
  });
}

/** What the table says of `operation`; undefined where no table has it. */
function tableTypes(operation: string): Types | undefined {
  if (isPrim(operation)) return primInfo(operation);
  const signature = isIntrinsic(operation)
    ? intrinsicInfo(operation).signature
    : isExpansion(operation)
    ? EXPANSIONS[operation]
    : undefined;
  return signature && {
    params: signature.params.map(({ type }) => showSignatureType(type)),
    result: showSignatureType(signature.result),
  };
}

/** What is wrong with a declaration. */
function disagreement({ operation, params, result }: Declaration): string | undefined {
  const table = tableTypes(operation);
  if (table === undefined) return `no operation ${operation}`;
  // Both types of a conversion are whatever std states.
  if (operation === "retype") return params.length === 1 ? undefined : "retype takes one value";
  const [found, wanted] = [{ params, result }, table].map((types) =>
    `(${types.params.join(", ")}) -> ${types.result}`
  );
  return found === wanted ? undefined : `${operation} is ${wanted}, not ${found}`;
}

Deno.test("what std declares agrees with the tables", () => {
  const all = declarations();
  assert(all.length > 90, `${all.length} declarations found`);
  for (const declaration of all) {
    assertEquals(disagreement(declaration), undefined, declaration.place);
  }
});

for (
  const [operation, text, message] of [
    ["str_len", "(s: str) -> byte", "str_len is (str) -> int, not (str) -> byte"],
    ["list_push", "(xs: [T]) -> [T]", "list_push is ([T], T) -> [T], not ([T]) -> [T]"],
    [
      "int_wrap_add",
      "(a: int, b: byte) -> int",
      "int_wrap_add is (int, int) -> int, not (int, byte) -> int",
    ],
    ["drop_value", "(value: T) -> T", "drop_value is (T) -> void, not (T) -> T"],
    ["scope_start", "() -> void", "no operation scope_start"],
    ["catch_call", "(f: T) -> T", "no operation catch_call"],
  ] as const
) {
  Deno.test(`a declaration that disagrees: ${operation}${text}`, () => {
    const { params, result } = parseSignature(text);
    const types = params.map(({ type }) => showSignatureType(type));
    const declaration = { place: "", operation, params: types, result: showSignatureType(result) };
    assertEquals(disagreement(declaration), message);
  });
}
