/** The type of a constant: written, plain from its literal, or that of its checked value. */
import * as errors from "../messages/errors_infer.ts";
import type { FnDef, Type } from "../model/model.ts";
import { prune } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";

/** A constant whose value is another constant, and so on: each takes a recursion of the checker. */
const MAX_WAITING = 100;

/** The type of constant `fn`, which may need its value to be checked first. */
export function constType(cx: BodyContext, fn: FnDef): Type {
  if (!needsValue(fn)) return fn.result;
  const { bodies } = cx.program;
  if (bodies.isBeingChecked(fn)) {
    cx.program.events?.metrics.count("reentry_guard_hits");
    return cx.record.report(errors.cyclicConstant(fn.name, fn.span));
  }
  if (bodies.waiting > MAX_WAITING) {
    return cx.record.report(errors.longConstantChain(fn.name, fn.span));
  }
  cx.checkOther(fn);
  return fn.result;
}

/** Whether nothing but the value tells the type. */
export function needsValue(fn: FnDef): boolean {
  const { item } = fn;
  return item.kind === "Const" && item.type === undefined && prune(fn.result).kind === "var";
}
