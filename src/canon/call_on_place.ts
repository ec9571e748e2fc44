/** Calls of mutating methods on a place: the changed receiver is assigned to it. `hidden_results.ts` describes them. */
import { isBuiltin, pairWithSelf } from "../types/mod.ts";
import { changePlace, type Place } from "./assign.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";
import type { MutatingCall } from "./hidden_results.ts";

/** A call on `place`, with the arguments behind the receiver as they are evaluated; adds to `statements`. */
export function callOnPlace(
  cx: CanonContext,
  call: MutatingCall,
  place: Place,
  args: readonly CanonExpr[],
  statements: CanonStmt[],
): CanonExpr {
  const { callee, result, span } = call;
  let value: CanonExpr = b.unit(span);
  const change = (present: CanonExpr): CanonExpr => {
    const pair = b.call(callee, [present, ...args], pairWithSelf(present.type, result), span);
    const changed = cx.hold(pair, "changed", statements);
    if (!isBuiltin(result, "void")) value = b.field(changed(), 1, result, span);
    return b.field(changed(), 0, present.type, span);
  };
  changePlace(cx, place, change, statements, span);
  return b.block(statements, value, span);
}
