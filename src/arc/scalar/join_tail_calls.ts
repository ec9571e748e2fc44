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
 * The functions of a cycle of tail calls become one: that which others call, or, when they call several, a new one that is
 * told where to start by a sum of their parameters.
 *
 *       fn even(%0: int) -> bool {           fn even.joined(%0: calls) -> bool {
 *         %1: calls = Construct #0(%0)         Switch on the variant, to the start of `even` or of `odd`
 *         %2 = Apply @even.joined(%1)
 *         Return %2
 *
 * Requires:    no ownership and no RC operation; nothing jumps to an entry.
 * Establishes: no functions that call each other in tail position; blocks in reverse postorder.
 */
import { UniqueNames } from "../../base/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import { components } from "../analysis/call_graph.ts";
import { copyBody } from "../ir/copy_body.ts";
import type {
  ArcBlock,
  ArcFunction,
  ArcProgram,
  BlockId,
  Call,
  FnId,
  Op,
  RegionId,
  VarId,
} from "../ir/ir.ts";
import { newVar } from "../ir/new_var.ts";
import { orderBlocks } from "./order_blocks.ts";
import { jumpInstead, type TailCall, tailCallOf } from "./tail_calls.ts";
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
  for (const fn of changed) orderBlocks(fn);
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

/** The number of a function that is added, and its name when the functions it replaces begin with `first`. */
interface Added {
  readonly id: FnId;
  nameOf(first: ArcFunction): string;
}

/** Joins the functions of one cycle. */
function joinCycle(
  types: MonoTypes,
  members: readonly ArcFunction<"lowered">[],
  jumps: ReadonlyMap<ArcBlock, TailCall>,
  entries: ReadonlySet<FnId>,
  added: Added,
): readonly ArcFunction<"lowered">[] {
  const called = members.filter((fn) => entries.has(fn.id));
  if (called.length < 2) return called.map((fn) => joinInto(fn, members, jumps));
  const [first] = called;
  const calls = sumOfCalls(types, called);
  const joined: ArcFunction<"lowered"> = {
    ...copyHead(first),
    id: added.id,
    name: added.nameOf(first),
    params: [{ var: 0 as VarId, ownership: "borrowed" }],
    varTypes: [calls],
    varNames: [undefined],
    kind: { kind: "plain" },
  };
  const starts = addMembers(joined, members, jumps);
  startByVariant(joined, types, called, starts);
  return [joined, ...called.map((fn, variant) => callJoined(fn, joined, calls, variant))];
}

/** `fn` with all members in it. */
function joinInto(
  fn: ArcFunction<"lowered">,
  members: readonly ArcFunction<"lowered">[],
  jumps: ReadonlyMap<ArcBlock, TailCall>,
): ArcFunction<"lowered"> {
  const joined = copyHead(fn);
  const starts = addMembers(joined, members, jumps);
  const start = starts.get(fn.id) as BlockId;
  const args = joined.params.map((param) => param.var);
  joined.blocks[0].terminator = { kind: "Jump", target: { block: start, args } };
  return joined;
}

/** A function with the head of `fn` and an entry that leads nowhere yet. */
function copyHead(fn: ArcFunction<"lowered">): ArcFunction<"lowered"> {
  const region = fn.regions[0];
  const varTypes = fn.params.map((param) => fn.varTypes[param.var]);
  return {
    ...fn,
    params: fn.params.map((param, i) => ({ ...param, var: i as VarId })),
    varTypes,
    varNames: fn.params.map((param) => fn.varNames[param.var]),
    blocks: [{
      id: 0 as BlockId,
      params: [],
      ops: [],
      terminator: { kind: "Unreachable" },
      region: region.id,
      role: "entry",
    }],
    regions: [region],
  };
}

/** Copies the members, each with its parameters as those of its first block. Gives where each starts. */
function addMembers(
  joined: ArcFunction,
  members: readonly ArcFunction<"lowered">[],
  jumps: ReadonlyMap<ArcBlock, TailCall>,
): ReadonlyMap<FnId, BlockId> {
  const starts = new Map<FnId, BlockId>();
  const copies = members.map((member) => {
    const copy = copyBody(joined, member, { around: 0 as RegionId, args: [] });
    starts.set(member.id, copy.entry);
    joined.blocks[copy.entry].params = member.params.map((param) => copy.varOf(param.var));
    return copy.entry;
  });
  members.forEach((member, i) => {
    for (const source of member.blocks) {
      const jump = jumps.get(source);
      if (jump === undefined) continue;
      const block = joined.blocks[copies[i] + source.id];
      const op = block.ops[jump.at];
      if (op.kind !== "Call" || op.call.kind !== "Apply") continue;
      const to = starts.get(op.call.fn) as BlockId;
      jumpInstead({ block, at: jump.at, call: op.call }, to);
    }
  });
  return starts;
}

/** The type of a call of one of `fns`. */
function sumOfCalls(types: MonoTypes, fns: readonly ArcFunction<"lowered">[]): MonoTypeId {
  return types.intern({
    kind: "sum",
    name: `call<${fns.map((fn) => fn.name).join(", ")}>`,
    variants: fns.map(({ params, varTypes }, i) => ({
      name: `to${i}`,
      fields: params.map((param, i) => ({ name: String(i), type: varTypes[param.var] })),
    })),
    isBoxed: false,
  });
}

/** Lets `joined`, whose parameter is a call of one of `fns`, jump to the start of that function. */
function startByVariant(
  joined: ArcFunction,
  types: MonoTypes,
  fns: readonly ArcFunction<"lowered">[],
  starts: ReadonlyMap<FnId, BlockId>,
): void {
  const [{ var: call }] = joined.params;
  const [entry] = joined.blocks;
  const tag = newVar(joined, types.intern({ kind: "scalar", scalar: "int", name: "int" }));
  entry.ops.push({ kind: "Tag", dst: tag, src: call });
  const cases = fns.map((fn, variant) => {
    const args = fn.params.map((param) => newVar(joined, fn.varTypes[param.var]));
    const block = joined.blocks.length as BlockId;
    joined.blocks.push({
      id: block,
      params: [],
      ops: args.map((dst, field): Op => ({ kind: "Project", dst, src: call, variant, field })),
      terminator: { kind: "Jump", target: { block: starts.get(fn.id) as BlockId, args } },
      region: entry.region,
    });
    return { value: BigInt(variant), target: { block, args: [] } };
  });
  entry.terminator = { kind: "Switch", subject: tag, cases };
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
