/** Which releases may end with the panic of a `Drop.drop`, before counts are in place. */
import type { MonoTypeId } from "../../mono/mod.ts";
import { DropReach } from "./drop_types.ts";
import type { ArcFunction, ArcProgram } from "../ir/ir.ts";
import { findUnwinding, type Unwinding } from "./unwinding.ts";

export interface DropPanics {
  /** By `FnId`, with the functions that may release such a value. */
  readonly unwinding: Unwinding;
  /** The types whose release may panic; absent when none does. */
  readonly types?: DropReach;
}

/**
 * The least fixpoint of: a type panics when its `drop` can unwind, a function can unwind when it has a variable
 * whose type holds a value of such a type.
 */
export function findDropPanics(program: ArcProgram): DropPanics {
  const none = { unwinding: findUnwinding(program) };
  const panicking = new Set<MonoTypeId>();
  const add = (unwinding: Unwinding): boolean => {
    const before = panicking.size;
    for (const [type, fn] of program.drops) if (unwinding[fn]) panicking.add(type);
    return panicking.size > before;
  };
  if (!add(none.unwinding)) return none;
  for (;;) {
    const types = reachOf(program, panicking);
    const unwinding = findUnwinding(
      program,
      (fn) => fn.varTypes.some((type) => types.reaches(type)),
    );
    if (!add(unwinding)) return { unwinding, types };
  }
}

function reachOf(program: ArcProgram, panicking: ReadonlySet<MonoTypeId>): DropReach {
  const starts = (id: MonoTypeId) => panicking.has(id);
  const direct = new DropReach(program.types, starts, false);
  const envOf = (fn: ArcFunction) => fn.varTypes[fn.params[0].var];
  const inClosures = program.fns.some((fn) =>
    fn.kind.kind === "wrapper" && direct.reaches(envOf(fn))
  );
  return new DropReach(program.types, starts, inClosures);
}
