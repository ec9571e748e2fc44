/** A compiled program to the blob that native binaries carry (seeds BL-4). */
import type { ArcFunction } from "../arc/mod.ts";
import { assertNever, type SourceMap } from "../base/mod.ts";
import { encodeBlob, type FunctionFacts, type NativeLayout } from "../blob/mod.ts";
import { emitBytecode } from "../bytecode/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import { Layouts } from "../layout/mod.ts";
import type { Compiled } from "./engine.ts";
import { reachedTrees } from "./reached_trees.ts";
import { VERSION } from "./version.ts";

const POINTER_SIZE = 8;

/** The blob of `compiled`. */
export function makeBlob({ arc, sources, modules }: Compiled): Uint8Array {
  const bytecode = emitBytecode(arc, sources); // may intern types: before the layouts
  const layouts = new Layouts(arc.types, POINTER_SIZE);
  return encodeBlob({
    compiler: VERSION,
    bytecode,
    functions: arc.fns.map((fn) => factsOf(fn, sources)),
    layouts: arc.types.all.map((_, id) => nativeLayout(layouts, id as MonoTypeId)),
    modules: reachedTrees(arc, modules),
  });
}

function factsOf({ span, kind }: ArcFunction, sources: SourceMap): FunctionFacts {
  const { line, column } = sources.file(span.file).position(span.start);
  return { isTool: kind.kind === "wrapper", file: span.file, line, column };
}

function nativeLayout(layouts: Layouts, id: MonoTypeId): NativeLayout {
  const { size, form, isCounted } = layouts.of(id);
  const layout = { size, hasTag: false, some: 0, offsets: [] };
  if (!isCounted) return { ...layout, form: "plain" };
  switch (form.kind) {
    case "none":
    case "scalar":
    case "enum":
    case "token": // only in registers, as the next one
    case "builder":
      return { ...layout, form: "plain" };
    case "str":
    case "fn":
      return { ...layout, form: form.kind };
    case "list":
      return { ...layout, form: "list", size: form.stride };
    case "struct":
    case "sum":
      return { ...layout, form: form.kind, offsets: offsetsOf(layouts, id) };
    case "niche":
      return { ...layout, form: "niche", some: form.some };
    case "boxed":
    case "env": {
      const { size, hasTag } = layouts.cell(id);
      return { ...layout, form: form.kind, size, hasTag, offsets: offsetsOf(layouts, id) };
    }
    default:
      assertNever(form, "driver");
  }
}

function offsetsOf(layouts: Layouts, id: MonoTypeId): number[][] {
  const type = layouts.types.get(id);
  const count = type.kind === "sum" ? type.variants.length : 1;
  return Array.from(
    { length: count },
    (_, variant) => layouts.fields(id, variant).map((field) => field.offset),
  );
}
