/** The calls that take an element out of its container and put one in its place: `list_take`, or what an `Update` names. */
import { InternalError, type Span } from "../../base/mod.ts";
import type { MonoTypeId } from "../../mono/mod.ts";
import type { AccessOf } from "../analysis/updates.ts";
import type { ArcProgram, Call, FnId, VarId } from "../ir/ir.ts";

export class ElementCalls {
  constructor(readonly program: ArcProgram, readonly mapAccess: AccessOf) {}

  /**
   * The tuple of what taking the element gives, where `call` reads or replaces it: what is left of the container, the
   * element, and for a map what is to know of the hole.
   */
  typeOfTake(call: Call, list: MonoTypeId, element: MonoTypeId): MonoTypeId {
    const access = this.mapAccess(call);
    if (access !== undefined) return this.program.fns[access.update.take].result;
    const { types } = this.program;
    const fields = [list, element].map((type, i) => ({ name: String(i), type }));
    const names = fields.map(({ type }) => types.get(type).name);
    return types.intern({ kind: "struct", name: `(${names.join(", ")})`, fields });
  }

  take(call: Call, list: VarId, at: VarId): Call {
    const access = this.mapAccess(call);
    if (access !== undefined) return this.#apply(access.update.take, [list, at], call.span);
    const ownership = ["owned" as const, "borrowed" as const];
    return { ...listCall(call), name: "list_take", args: [list, at], ownership };
  }

  /** What replaces the element in place of `call`, of what taking it left. */
  put(call: Call, rest: VarId, holes: readonly VarId[]): Call {
    const [, at, value] = call.args;
    const access = this.mapAccess(call);
    if (access === undefined) {
      return { ...listCall(call), name: "list_put", args: [rest, at, value] };
    }
    return this.#apply(access.update.put, [rest, ...holes, at, value], call.span);
  }

  #apply(fn: FnId, args: VarId[], span: Span): Call {
    const ownership = this.program.fns[fn].params.map((param) => param.ownership);
    return { kind: "Apply", fn, args, ownership, span };
  }
}

function listCall(call: Call): Extract<Call, { kind: "Intrinsic" }> {
  if (call.kind === "Intrinsic") return call;
  const message = `${call.kind} reads or replaces no element`;
  throw new InternalError(message, { stage: "arc", span: call.span });
}
