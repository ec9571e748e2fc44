/** Panics that a frame ends, and those that a `Drop.drop` left behind. */
import type { VarId } from "../arc/mod.ts";
import type { FunctionEmitter } from "./function.ts";
import type { Unwind } from "./landings.ts";

/** Ends the panic that the landing pad of this handler received, and binds its message. */
export function takePanic(e: FunctionEmitter, dst: VarId): void {
  const { b, context } = e;
  const memory = context.types.memory(e.typeOf(dst));
  const slot = b.borrowSlot(memory);
  context.glue.markSite(b, e.site());
  b.call(`void ${context.module.runtime("ori_panic_take")}(ptr ${e.caughtObject()}, ptr ${slot})`);
  e.bind(dst, b.load(e.typeOf(dst), slot));
  b.releaseSlot(memory, slot);
}

/** Raises the panic that a drop in the release before ended with; there hardly ever is one. */
export function dropCheck(e: FunctionEmitter, unwind: Unwind): void {
  const { b, context } = e;
  const pending = b.def(`load ptr, ptr ${context.module.runtimeGlobal("ori_drop_panic")}, align 8`);
  const raise = e.cold(undefined, () => e.panic("ori_drop_raise", [], unwind));
  const calm = b.fresh("calm");
  b.branchUnlikely(b.def(`icmp ne ptr ${pending}, null`), raise, calm);
  b.start(calm);
}
