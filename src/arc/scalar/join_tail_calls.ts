/**
 * Lets functions that call each other in tail position jump to each other, so that such recursion needs no stack, on any
 * engine (annex E of the specification).
 *
 *     before                               after
 *       fn even(%0: int) -> bool {           fn even(%0: int) -> bool {
 *       bb0:                                 bb0:
 *         ...                                  Jump bb1(%0)
 *         %4 = Apply @odd(%3)                bb1(%1: int):          # even
 *         Return %4                            ...
 *                                              Jump bb2(%4)
 *       fn odd(%0: int) -> bool {            bb2(%5: int):          # odd
 *       bb0:                                   ...
 *         ...                                  Jump bb1(%8)
 *         %4 = Apply @even(%3)
 *         Return %4
 *
 * Each function of a cycle of tail calls that others call gets the bodies of all. A cycle of blocks must have one entry: where jumps from
 * body to body would make one with several, bodies are copied (`tail_call_graph.ts`). Where the copies would be too large, the jumps that
 * go back meet in one block that switches on a sum of the parameters. So do the calls from outside if several functions are called:
 *
 *       fn even(%0: int) -> bool {           fn even.joined(%0: calls) -> bool {
 *         %1: calls = Construct #0(%0)       bb0:
 *         %2 = Apply @even.joined(%1)          Jump bb1(%0)
 *         Return %2                          bb1(%1: calls):        # to the start of `even` or of `odd`
 *                                              Switch on the variant
 *
 * Requires:    no ownership and no RC operation; nothing jumps to an entry.
 * Establishes: no functions that call each other in tail position; each cycle of blocks has one entry and is in the form that
 *              `simplifyLoops` gives; blocks in reverse postorder.
 */
import { components, UniqueNames } from "../../base/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { ArcBlock, ArcFunction, ArcProgram, Call, FnId } from "../ir/ir.ts";
import { newVar } from "../ir/new_var.ts";
import { type Added, copyHead, type Cycle, joinCalled, joinInto } from "./joined_bodies.ts";
import { orderBlocks } from "./order_blocks.ts";
import { simplifyLoops } from "./simplify_loops.ts";
import type { TailCallGraph } from "./tail_call_graph.ts";
import { type TailCall, tailCallOf } from "./tail_calls.ts";
import { eachCall } from "../analysis/unwinding.ts";

/** Returns the functions that changed. */
export function joinTailCalls(program: ArcProgram<"lowered">): readonly ArcFunction<"lowered">[] {
  const tailCalls = program.fns.map((fn) => tailCallsOf(program, fn));
  const cycles = components(tailCalls.map((calls) => calls.map(({ call }) => call.fn)))
    .filter((members) => members.length > 1);
  if (cycles.length === 0) return [];
  const jumps = jumpsOf(tailCalls, cycles);
  const entries = findEntries(program, jumps);
  const fns = [...program.fns];
  const names = new UniqueNames(fns.map((fn) => fn.name));
  const changed = cycles.flatMap((cycle) => {
    const members = cycle.map((id) => program.fns[id]);
    const nameOf = (first: ArcFunction) => names.claim(`${first.name}.joined`);
    const added = { id: fns.length as FnId, nameOf };
    const made = joinCycle(program.types, members, jumps, entries, added);
    for (const fn of made) fns[fn.id] = fn;
    return made;
  });
  program.fns = fns;
  for (const fn of changed) {
    simplifyLoops(fn);
    orderBlocks(fn);
  }
  return changed;
}

function tailCallsOf(
  { fns, types }: ArcProgram<"lowered">,
  fn: ArcFunction<"lowered">,
): readonly TailCall[] {
  if (fn.kind.kind === "wrapper") return [];
  return fn.blocks.flatMap((block) => {
    const found = tailCallOf(fn, block, types);
    return found !== undefined && fns[found.call.fn].result === fn.result ? [found] : [];
  });
}

/** The tail calls inside of cycles, by the block they are in. */
function jumpsOf(
  tailCalls: readonly (readonly TailCall[])[],
  cycles: readonly (readonly FnId[])[],
): ReadonlyMap<ArcBlock, TailCall> {
  const jumps = new Map<ArcBlock, TailCall>();
  for (const cycle of cycles) {
    const members = new Set(cycle);
    for (const id of cycle) {
      for (const one of tailCalls[id]) if (members.has(one.call.fn)) jumps.set(one.block, one);
    }
  }
  return jumps;
}

/** The functions that are called in another way than by one of `jumps`. */
function findEntries(
  program: ArcProgram,
  jumps: ReadonlyMap<ArcBlock, TailCall>,
): ReadonlySet<FnId> {
  const inside = new Set<Call>([...jumps.values()].map(({ call }) => call));
  const entries = new Set<FnId>([...program.drops.values(), ...program.tests.map((one) => one.fn)]);
  if (program.main !== undefined) entries.add(program.main.fn);
  for (const fn of program.fns) {
    if (fn.kind.kind === "wrapper") entries.add(fn.kind.body);
    eachCall(fn, (call) => {
      if (call.kind === "Apply" && !inside.has(call)) entries.add(call.fn);
    });
  }
  return entries;
}

/** Copies of the bodies of a cycle add no more ops than this. */
const MAX_COPIED = 300;

/** Joins the functions of one cycle. */
function joinCycle(
  types: MonoTypes,
  members: readonly ArcFunction<"lowered">[],
  jumps: ReadonlyMap<ArcBlock, TailCall>,
  entries: ReadonlySet<FnId>,
  added: Added,
): readonly ArcFunction<"lowered">[] {
  const called = members.filter((fn) => entries.has(fn.id));
  const sizes = new Map(members.map((fn) => [fn.id, sizeOf(fn)]));
  const cycle: Cycle = { types, members, jumps, edges: edgesOf(members, jumps), sizes };
  const size = [...sizes.values()].reduce((sum, one) => sum + one, 0);
  if ((called.length - 1) * size <= MAX_COPIED) return called.map((fn) => joinInto(fn, cycle));
  const { joined, calls } = joinCalled(called, cycle, added);
  return [joined, ...called.map((fn, variant) => callJoined(fn, joined, calls, variant))];
}

function edgesOf(
  members: readonly ArcFunction<"lowered">[],
  jumps: ReadonlyMap<ArcBlock, TailCall>,
): TailCallGraph {
  return new Map(members.map(({ id, blocks }) => [
    id,
    new Set(blocks.flatMap((block) => jumps.get(block)?.call.fn ?? [])),
  ]));
}

function sizeOf(fn: ArcFunction): number {
  return fn.blocks.reduce((sum, { ops }) => sum + ops.length + 1, 0);
}

/** `fn`, whose body now is in `joined`. */
function callJoined(
  fn: ArcFunction<"lowered">,
  joined: ArcFunction,
  calls: MonoTypeId,
  variant: number,
): ArcFunction<"lowered"> {
  const head = copyHead(fn);
  const { span } = fn;
  const call = newVar(head, calls);
  const value = newVar(head, fn.result);
  const args = head.params.map((param) => param.var);
  head.blocks[0].ops.push(
    { kind: "Construct", dst: call, variant, args, span },
    {
      kind: "Call",
      dst: value,
      call: { kind: "Apply", fn: joined.id, args: [call], ownership: [], span },
    },
  );
  head.blocks[0].terminator = { kind: "Return", value };
  return head;
}
