/** How a broken rule of the IR is reported. */
import { InternalError } from "../../base/mod.ts";
import type { ArcFunction, BlockId } from "../ir/ir.ts";

/** Where in a function a rule is broken. */
export interface VerifyPlace {
  readonly fn: ArcFunction;
  readonly after: string;
  readonly block?: BlockId;
  /** Index of the op; the terminator is one past the last. */
  readonly op?: number;
}

/** The error for a broken rule. */
export function broken(place: VerifyPlace, rule: string): InternalError {
  const block = place.block === undefined ? "" : ` bb${place.block}`;
  const op = place.op === undefined ? "" : ` op ${place.op}`;
  const message = `after ${place.after}: ${place.fn.name}${block}${op}: ${rule}`;
  return new InternalError(message, { stage: "arc", fn: place.fn.name, span: place.fn.span });
}
