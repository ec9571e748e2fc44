/** The calls by which a function reads and writes values in containers, and which of them leave no trace. */
import type { Update } from "../../mono/mod.ts";
import type { ArcProgram, Call, FnId } from "../ir/ir.ts";
import { dependsOnOperands } from "../../operations/mod.ts";
import type { Analyses } from "./analyses.ts";
import { typesThatDrop } from "./drop_types.ts";
import { effectsOf } from "./effects.ts";
import { eachCall } from "./unwinding.ts";

/** What a call does to a container, its first argument, at a key, its second. */
export interface Access {
  readonly update: Update<FnId>;
  readonly isWrite: boolean;
}

/** The `updates` of a program by the functions that read and write. */
export type AccessOf = (call: Call) => Access | undefined;

/** Tells which calls are accesses. */
export function accessesBy(updates: Iterable<Update<FnId>>): AccessOf {
  const known = new Map<FnId, Access>();
  for (const update of updates) {
    known.set(update.read, { update, isWrite: false });
    known.set(update.write, { update, isWrite: true });
  }
  return (call) => call.kind === "Apply" ? known.get(call.fn) : undefined;
}

/** The update with `of` each function in place of it. */
export function mapUpdate<From, To>(
  { read, write, take, put }: Update<From>,
  of: (fn: From) => To,
): Update<To> {
  return { read: of(read), write: of(write), take: of(take), put: of(put) };
}

/** The updates of which some function both reads and writes: in the same container, as `moveElements` may find later. */
export function wantedUpdates({ fns, updates }: ArcProgram): readonly Update<FnId>[] {
  if (updates.length === 0) return [];
  const accessOf = accessesBy(updates);
  const wanted = new Set<Update<FnId>>();
  for (const fn of fns) {
    const accesses: Access[] = [];
    eachCall(fn, (call) => {
      const access = accessOf(call);
      if (access !== undefined) accesses.push(access);
    });
    const written = new Set(accesses.filter(({ isWrite }) => isWrite).map(({ update }) => update));
    for (const { update, isWrite } of accesses) {
      if (!isWrite && written.has(update)) wanted.add(update);
    }
  }
  return updates.filter((update) => wanted.has(update));
}

/**
 * The updates that may stand for reading and writing. Nobody may notice how often keys are hashed and compared, nor when
 * the map lets go of a value.
 */
export function silentAccesses(program: ArcProgram, analyses: Analyses): AccessOf {
  const { fns, types, drops, updates } = program;
  const reach = analyses.ofTypes(typesThatDrop);
  return accessesBy(updates.filter(({ read, take }) => {
    // Values of very many parts make what `take` gives a cell: moving them is not worth that.
    if (types.get(fns[take].result).kind !== "struct") return false;
    const [container] = fns[read].params;
    const isDropping = drops.size > 0 && reach.reaches(fns[read].varTypes[container.var]);
    return !isDropping && onlyComputes(program, read);
  }));
}

/** Whether a call of the function does nothing but give its result, or panic, which depends on its arguments alone. */
function onlyComputes({ fns, types }: ArcProgram, start: FnId): boolean {
  const seen = new Set([start]);
  for (const id of seen) {
    const fn = fns[id];
    for (const { ops } of fn.blocks) {
      for (const op of ops) {
        if (op.kind === "Call" && op.call.kind === "Apply") seen.add(op.call.fn);
        else if (!dependsOnOperands(effectsOf(op, fn, types))) return false;
      }
    }
  }
  return true;
}
