/** Builds functions that hold the bodies of a cycle of tail calls: see `join_tail_calls.ts`. */
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import { copyBody } from "../ir/copy_body.ts";
import type { ArcBlock, ArcFunction, BlockId, FnId, Op, RegionId, VarId } from "../ir/ir.ts";
import { newVar } from "../ir/new_var.ts";
import {
  backEdges,
  type Copies,
  copyUntilReducible,
  type TailCallGraph,
} from "./tail_call_graph.ts";
import { jumpInstead, type TailCall } from "./tail_calls.ts";

/** Functions that call each other in tail position. */
export interface Cycle {
  readonly types: MonoTypes;
  readonly members: readonly ArcFunction<"lowered">[];
  /** The tail calls among them, by the block they are in. */
  readonly jumps: ReadonlyMap<ArcBlock, TailCall>;
  readonly edges: TailCallGraph;
  /** In ops and terminators. */
  readonly sizes: ReadonlyMap<FnId, number>;
}

/** Copies that keep a cycle from having several entries add no more ops than this. */
const MAX_COPIED = 300;

/** The number of a function that is added, and its name when the functions it replaces begin with `first`. */
export interface Added {
  readonly id: FnId;
  nameOf(first: ArcFunction): string;
}

/** The block in which jumps to several functions meet, and the sum that tells it where to go on. */
interface Dispatch {
  readonly block: ArcBlock;
  readonly calls: MonoTypeId;
  /** In the order of the variants of `calls`. */
  readonly targets: readonly ArcFunction<"lowered">[];
  readonly variants: ReadonlyMap<FnId, number>;
  /** The tail calls that go by it. */
  readonly routed: TailCallGraph;
}

/** `fn` with all members in it. */
export function joinInto(fn: ArcFunction<"lowered">, cycle: Cycle): ArcFunction<"lowered"> {
  const joined = copyHead(fn);
  const args = joined.params.map((param) => param.var);
  const copies = copyUntilReducible(cycle.edges, fn.id, cycle.sizes, MAX_COPIED);
  if (copies !== undefined) {
    const [block] = addCopies(joined, cycle, copies, undefined);
    joined.blocks[0].terminator = { kind: "Jump", target: { block, args } };
    return joined;
  }
  const routed = backEdges(cycle.edges, [fn.id]);
  const targets = targetsOf(cycle, routed, [fn]);
  const dispatch = addDispatch(joined, cycle.types, targets, routed);
  finishDispatch(joined, cycle.types, dispatch, addMembers(joined, cycle, dispatch));
  dispatchCall(joined, joined.blocks[0], fn.id, args, dispatch);
  return joined;
}

/** A function whose parameter of type `calls` is a call of one of `called`: its variants start with theirs. */
export function joinCalled(
  called: readonly ArcFunction<"lowered">[],
  cycle: Cycle,
  added: Added,
): { readonly joined: ArcFunction<"lowered">; readonly calls: MonoTypeId } {
  const [first] = called;
  const routed = backEdges(cycle.edges, called.map((fn) => fn.id));
  const targets = targetsOf(cycle, routed, called);
  const call = 0 as VarId;
  const joined: ArcFunction<"lowered"> = {
    ...copyHead(first),
    id: added.id,
    name: added.nameOf(first),
    params: [{ var: call, ownership: "borrowed" }],
    varTypes: [sumOfCalls(cycle.types, targets)],
    varNames: [undefined],
    kind: { kind: "plain" },
  };
  const dispatch = addDispatch(joined, cycle.types, targets, routed);
  finishDispatch(joined, cycle.types, dispatch, addMembers(joined, cycle, dispatch));
  const target = { block: dispatch.block.id, args: [call] };
  joined.blocks[0].terminator = { kind: "Jump", target };
  return { joined, calls: dispatch.calls };
}

/** `called` first, in their order, as callers know their variants. */
function targetsOf(
  { members }: Cycle,
  routed: TailCallGraph,
  called: readonly ArcFunction<"lowered">[],
): readonly ArcFunction<"lowered">[] {
  const ids = new Set([...routed.values()].flatMap((callees) => [...callees]));
  for (const { id } of called) ids.delete(id);
  return [...called, ...members.filter((fn) => ids.has(fn.id))];
}

/** A function with the head of `fn` and an entry that leads nowhere yet. */
export function copyHead(fn: ArcFunction<"lowered">): ArcFunction<"lowered"> {
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
    }],
    regions: [region],
  };
}

/** Copies each member once, for jumps that go by `dispatch` or straight. Gives where each starts. */
function addMembers(
  joined: ArcFunction,
  cycle: Cycle,
  dispatch: Dispatch,
): ReadonlyMap<FnId, BlockId> {
  const fns = cycle.members.map((member) => member.id);
  const next = new Map(fns.map((id, copy) => [id, copy]));
  const starts = addCopies(joined, cycle, { fns, next: fns.map(() => next) }, dispatch);
  return new Map(fns.map((id, copy) => [id, starts[copy]]));
}

/** Adds the copies, each with its parameters as those of its first block. Gives where each starts. */
function addCopies(
  joined: ArcFunction,
  { members, jumps }: Cycle,
  { fns, next }: Copies,
  dispatch: Dispatch | undefined,
): readonly BlockId[] {
  const byId = new Map(members.map((member) => [member.id, member]));
  const sources = fns.map((id) => byId.get(id) ?? members[0]);
  const starts = sources.map((member) => {
    const copy = copyBody(joined, member, { around: 0 as RegionId, args: [] });
    joined.blocks[copy.entry].params = member.params.map((param) => copy.varOf(param.var));
    return copy.entry;
  });
  sources.forEach((member, i) => {
    for (const source of member.blocks) {
      const jump = jumps.get(source);
      if (jump === undefined) continue;
      const block = joined.blocks[starts[i] + source.id];
      const op = block.ops[jump.at];
      if (op.kind !== "Call" || op.call.kind !== "Apply") continue;
      const { fn: callee, args } = op.call;
      if (dispatch?.routed.get(member.id)?.has(callee)) {
        block.ops.length = jump.at;
        dispatchCall(joined, block, callee, args, dispatch);
      } else {
        const to = starts[next[i].get(callee) as number];
        jumpInstead({ block, at: jump.at, call: op.call }, to);
      }
    }
  });
  return starts;
}

/** Ends `block` with a jump that goes on at the start of `callee`. */
function dispatchCall(
  joined: ArcFunction,
  block: ArcBlock,
  callee: FnId,
  args: VarId[],
  { block: { id }, calls, variants }: Dispatch,
): void {
  const call = newVar(joined, calls);
  const variant = variants.get(callee) as number;
  block.ops.push({ kind: "Construct", dst: call, variant, args, span: joined.span });
  block.terminator = { kind: "Jump", target: { block: id, args: [call] } };
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

function addDispatch(
  joined: ArcFunction,
  types: MonoTypes,
  targets: readonly ArcFunction<"lowered">[],
  routed: TailCallGraph,
): Dispatch {
  const calls = sumOfCalls(types, targets);
  const block: ArcBlock = {
    id: joined.blocks.length as BlockId,
    params: [newVar(joined, calls)],
    ops: [],
    terminator: { kind: "Unreachable" },
    region: joined.regions[0].id,
  };
  joined.blocks.push(block);
  const variants = new Map(targets.map((fn, variant) => [fn.id, variant]));
  return { block, calls, targets, variants, routed };
}

/** Lets the block of `dispatch` go on at the start of the function that its parameter is a call of. */
function finishDispatch(
  joined: ArcFunction,
  types: MonoTypes,
  { block, targets }: Dispatch,
  starts: ReadonlyMap<FnId, BlockId>,
): void {
  const [call] = block.params;
  const tag = newVar(joined, types.intern({ kind: "scalar", scalar: "int", name: "int" }));
  block.ops.push({ kind: "Tag", dst: tag, src: call });
  const cases = targets.map((fn, variant) => {
    const args = fn.params.map((param) => newVar(joined, fn.varTypes[param.var]));
    const id = joined.blocks.length as BlockId;
    joined.blocks.push({
      id,
      params: [],
      ops: args.map((dst, field): Op => ({ kind: "Project", dst, src: call, variant, field })),
      terminator: { kind: "Jump", target: { block: starts.get(fn.id) as BlockId, args } },
      region: block.region,
    });
    return { value: BigInt(variant), target: { block: id, args: [] } };
  });
  block.terminator = { kind: "Switch", subject: tag, cases };
}
