/**
 * How functions are called: what a call has in Core beside the arguments and the result that the source states.
 *
 *     source   @advance (self) -> int           cursor.advance()
 *     Core     advance (self) -> (Cursor, int)  the changed `self` comes back with the result
 *
 * This is the one place that decides about hidden parts of calls. `canon` (definitions, calls, function values), `mono`
 * (methods of trait objects) and the types of the functions in an object ask it; later stages see ordinary parameters and
 * results. A further hidden part is a field of `CallShape` and its type here, and its value in `canon/hidden_results.ts`.
 */
import type { FnDef, Type } from "./model.ts";
import type { Program } from "./program.ts";
import { prune } from "./type.ts";

/** The hidden parts of the calls of one function. */
export interface CallShape {
  /** The value of a call is the pair of `self` as the call leaves it and the result: the callee is a mutating method. */
  readonly givesSelf: boolean;
}

/** The shape of a call without hidden parts, such as that of a function value. */
export const PLAIN_CALL: CallShape = { givesSelf: false };

/** The shape of the calls of `fn`; a method of an impl is called as the method of its trait is. Final after `SelfChanges.settle`. */
export function callShape(program: Program, fn: FnDef): CallShape {
  return program.selfChanges.isMutating(fn) ? { givesSelf: true } : PLAIN_CALL;
}

/**
 * The type of the value that a call gives in Core. `self` is the type of the receiver (absent where there is none) and `result`
 * the type that the source states.
 */
export function coreResult(shape: CallShape, self: Type | undefined, result: Type): Type {
  return shape.givesSelf && self !== undefined ? pairWithSelf(self, result) : result;
}

/** The pair of `self` and a result: the value of a call that gives `self` back. */
export function pairWithSelf(self: Type, result: Type): Type {
  return { kind: "tuple", elements: [self, result] };
}

/** The result in a type made by `pairWithSelf`; undefined for any other type. */
export function resultBesideSelf(pair: Type): Type | undefined {
  const t = prune(pair);
  return t.kind === "tuple" && t.elements.length === 2 ? t.elements[1] : undefined;
}
