/** Names that the compiler and the C runtime make, spelled as a user may spell them. */
import {
  CONSTANT_ROLES,
  PROGRAM_ROLES,
  RUNTIME,
  RUNTIME_GLOBALS,
  TYPE_ROLES,
  VALUE_TYPES,
} from "../../src/layout/mod.ts";
import { KEYWORDS, RESERVED_WORDS } from "../../src/syntax/token.ts";

/** Words that are no names; a `return` is answered with the way to write it (E1015). */
const TAKEN: ReadonlySet<string> = new Set([...KEYWORDS, ...RESERVED_WORDS, "return"]);

/** What the registry makes symbols and types of. */
export function roleNames(): readonly string[] {
  return userNames([
    ...TYPE_ROLES,
    ...PROGRAM_ROLES,
    ...CONSTANT_ROLES,
    ...Object.values(VALUE_TYPES),
  ]);
}

/** Symbols, types, values and labels of the text of an LLVM module; of numbered ones the first. */
export function moduleNames(text: string): readonly string[] {
  const names = text.matchAll(/[@%](?:"([^"]+)"|([A-Za-z$._-][A-Za-z0-9$._-]*))/g);
  const spelled = [...names].map(([, quoted, plain]) => quoted ?? plain ?? "");
  return userNames([...new Set(spelled.map((name) => name.replaceAll(/\d+/g, "0")))]);
}

/** What the C runtime defines or calls, and what generated code knows of it. */
export function runtimeNames(): readonly string[] {
  const folder = new URL("../../runtime/src/", import.meta.url);
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
    /\.[ch]$/.test(name)
  );
  const texts = files.sort().map((name) => Deno.readTextFileSync(new URL(name, folder)));
  const called = texts.flatMap((text) => text.match(/\b[A-Za-z_]\w*(?= ?\()/g) ?? []);
  return userNames([...called, ...Object.keys(RUNTIME), ...Object.keys(RUNTIME_GLOBALS)]);
}

/** Names that clash with generated ones elsewhere: in C, in LLVM, on `Object.prototype`, and beside user names in `mono`. */
export const OTHER_NAMES: readonly string[] = userNames([
  ..."main _start exit abort malloc free calloc realloc memcpy memmove memset strlen printf puts environ errno"
    .split(" "),
  ..."stdin stdout stderr write read open close fork signal sin floor round pow fmod llvm define declare"
    .split(" "),
  ..."private internal constant global label ptr void i1 i8 i32 i64 double opaque poison undef zeroinitializer"
    .split(" "),
  ..."poison null undefined NaN Infinity eval arguments await async function class new this".split(
    " ",
  ),
  ...Object.getOwnPropertyNames(Object.prototype),
  ..."prototype then length name wrapper lambda0 lambda1 joined memo default_n std tuple function call kept of"
    .split(" "),
  ..."ori _ori ori_ _ori_ _ori_main _ori_entry _ori_partial_0 ori_program ori_program_blob partial_0 partial_1"
    .split(" "),
]);

/** The identifiers in `names`, whole and in parts, each once and in order; keywords are none. */
function userNames(names: readonly string[]): readonly string[] {
  const spelled = names.flatMap((name) => [
    name,
    name.replaceAll(/[^A-Za-z0-9_]/g, "_"),
    name.replace(/^_?ori_/, ""),
    ...name.split(/[^A-Za-z0-9_]+/),
    ...name.replace(/^_?ori_/, "").split(/[^A-Za-z0-9_]+/),
  ]);
  return [...new Set(spelled.filter(isUserName))].sort();
}

function isUserName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name !== "_" && !TAKEN.has(name);
}
