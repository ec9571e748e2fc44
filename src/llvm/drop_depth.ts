/** Bounds the depth of nested drops, so that no list or tree is too long to drop. */
import { assertNever } from "../base/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import type { Builder } from "./builder.ts";
import type { Module } from "./module.ts";
import type { Types } from "./types.ts";

/** A block whose count was one, in LLVM values: how many elements it holds (a cell: one), and its size in bytes. */
export type DroppedBlock = readonly [payload: string, count: string, size: string];

/**
 * `releaseChildren`, one level deeper: at `limit` the block is left to the runtime, and the outermost drop works off
 * what was left.
 */
export function guardDepth(
  b: Builder,
  module: Module,
  limit: number,
  [payload, count, size]: DroppedBlock,
  releaseChildren: () => void,
): void {
  const counter = module.runtimeGlobal("ori_drop_depth");
  const depth = b.def(`load i64, ptr ${counter}, align 8`);
  b.branchUnlikely(b.def(`icmp sge i64 ${depth}, ${limit}`), "defer", "nested");
  b.start("defer");
  const defer = module.runtime("ori_drop_defer");
  b.call(`void ${defer}(ptr ${payload}, i64 ${count}, i64 ${size})`);
  b.line("ret void");
  b.start("nested");
  b.line(`store i64 ${b.def(`add i64 ${depth}, 1`)}, ptr ${counter}, align 8`);
  releaseChildren();
  b.line(`store i64 ${depth}, ptr ${counter}, align 8`);
  const pending = b.def(`load i64, ptr ${module.runtimeGlobal("ori_drop_pending")}, align 8`);
  const isOutermost = b.def(`icmp eq i64 ${depth}, 0`);
  const isPending = b.def(`icmp ne i64 ${pending}, 0`);
  b.branchUnlikely(b.def(`and i1 ${isOutermost}, ${isPending}`), "drain", "drained");
  b.start("drain");
  b.call(`void ${module.runtime("ori_drop_drain")}()`);
  b.jump("drained");
  b.start("drained");
}

/** Whether releasing values of these types can reach blocks that have counted children themselves. */
export function isDeep(types: Types, parts: readonly MonoTypeId[]): boolean {
  return parts.some((part) => {
    const { form, isCounted } = types.layout(part);
    if (!isCounted) return false;
    switch (form.kind) {
      case "str":
        return false;
      case "list":
        return types.layout(form.element).isCounted;
      case "fn":
      case "boxed":
        return true;
      case "niche":
        return isDeep(types, [form.field]);
      case "struct":
      case "sum": {
        const variants = form.kind === "struct" ? [form.fields] : form.variants;
        return isDeep(types, variants.flat().map((field) => field.type));
      }
      case "none":
      case "scalar":
      case "enum":
      case "env":
      case "token":
      case "builder":
        return false;
      default:
        return assertNever(form, "llvm");
    }
  });
}
