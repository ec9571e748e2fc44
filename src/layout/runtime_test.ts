import { assertEquals } from "@std/assert";
import {
  DROP_DEPTH,
  DROP_DEPTH_IN_ORDER,
  RUNTIME,
  RUNTIME_GLOBALS,
  type RuntimeParam,
  SHARED_BYTES,
  SHARED_ELEMENTS,
  SHARED_SCALARS,
} from "./mod.ts";

const header = Deno.readTextFileSync(
  new URL("../../runtime/include/ori_rt.h", import.meta.url),
);
/** The declarations alone. */
const code = header.replace(/\/\*[\s\S]*?\*\//g, " ");

const C_TYPES: ReadonlyMap<string, RuntimeParam> = new Map<string, RuntimeParam>([
  ["int64_t", "i64"],
  ["int32_t", "i32"],
  ["int", "i32"],
  ["double", "f64"],
  ["bool", "bool"],
  ["const char *", "text"],
  ["ori_type *", "type"],
  ["void *", "payload"],
  ["const void *", "payload"],
  ["ori_str *", "out str"],
  ["ori_list *", "out list"],
  ["ori_str_owned", "owned str"],
  ["ori_str_borrowed", "borrowed str"],
  ["ori_list_owned", "owned list"],
  ["ori_list_borrowed", "borrowed list"],
  ["ori_list_inout", "inout list"],
  ["const ori_named_function *", "functions"],
  ["char **", "argv"],
  ["ori_drop_scope *", "scope"],
]);

interface Declaration {
  readonly result: string;
  readonly params: readonly string[];
}

/** Functions of the header by name, with the kinds of `RuntimeParam`. */
function declaredFunctions(): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  const pattern = /^((?:_Noreturn )?[a-z_0-9]+ \**)(ori_\w+)\(([^;]*)\);/gm;
  for (const [, result = "", name = "", params = ""] of code.matchAll(pattern)) {
    found.set(name, { result: resultKind(result.trim()), params: paramKinds(params) });
  }
  return found;
}

function resultKind(result: string): string {
  if (result === "_Noreturn void") return "noreturn";
  return result === "void" ? "void" : C_TYPES.get(result) ?? result;
}

function paramKinds(params: string): string[] {
  const flat = params.replace(/\s+/g, " ").trim().replace("int64_t (*entry)(void)", "entry");
  if (flat === "void" || flat === "") return [];
  return flat.split(", ").map((param) => {
    if (param === "entry") return "entry";
    const type = param.replace(/\w+$/, "").trim();
    return C_TYPES.get(type) ?? `unknown: ${type}`;
  });
}

Deno.test("runtime: the table and the header declare the same functions", () => {
  const declared = declaredFunctions();
  declared.delete("ori_personality");
  declared.delete("ori_drop_personality");
  const table = Object.entries(RUNTIME).map(([name, { params, result }]) =>
    [name, { result, params: [...params] }] as const
  );
  assertEquals([...declared.keys()].sort(), table.map(([name]) => name).sort());
  for (const [name, declaration] of table) assertEquals(declared.get(name), declaration, name);
});

Deno.test("runtime: what the header says unwinds is what the table says", () => {
  for (const [name, fn] of Object.entries(RUNTIME)) {
    const at = header.search(new RegExp(`\\b${name}\\(`));
    const comment = header.slice(header.lastIndexOf("/*", at), at);
    const [, behind = ""] = comment.split("*/");
    const isItsOwn = !behind.includes(";");
    const saysSo = fn.result === "noreturn" || (isItsOwn && /\bPanics\b/.test(comment));
    assertEquals(fn.unwinds, saysSo, name);
  }
});

Deno.test("runtime: variables and the depth of drops", () => {
  const variables = [...code.matchAll(/^extern (?:const char \*|void \*|\w+ )(ori_\w+);/gm)].map((
    [, name],
  ) => name);
  assertEquals(variables.sort(), Object.keys(RUNTIME_GLOBALS).sort());
  assertEquals(Number(/#define ORI_DROP_DEPTH (\d+)/.exec(header)?.[1]), DROP_DEPTH);
  const inOrder = /#define ORI_DROP_DEPTH_IN_ORDER (\d+)/.exec(header)?.[1];
  assertEquals(Number(inOrder), DROP_DEPTH_IN_ORDER);
});

Deno.test("runtime: from which size on parts share a buffer", () => {
  const sizes = [...code.matchAll(/#define ORI_SHARED_(\w+) +(\d+)/g)].map(([, what, size]) =>
    `${what} ${size}`
  );
  assertEquals(sizes, [
    `ELEMENTS ${SHARED_ELEMENTS}`,
    `SCALARS ${SHARED_SCALARS}`,
    `BYTES ${SHARED_BYTES}`,
  ]);
});
