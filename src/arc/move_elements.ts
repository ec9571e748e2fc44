/**
 * Moves an element out of its list where it is consumed and its place then gets another value: otherwise the list
 * would hold on to it, and `xs[i] = xs[i].push(v)` would copy `xs[i]` each time.
 *
 *     before                                     after
 *       %x = list_get(ref %xs, ref %i)             %t = list_take(own %xs, ref %i)
 *                                                  %rest = Project %t.0
 *                                                  %x = Project %t.1
 *       %y = Apply @f(own %x)                      %y = Apply @f(own %x)
 *       %zs = list_set(own %xs, ref %i, own %y)    %zs = list_put(own %rest, ref %i, own %y)
 *
 * A later `list_take` of the same element, where a part of it is replaced, moves up in the same way. Both happen within
 * a block in which nothing else uses the list in between. A panic in between finds a hole, which releasing skips.
 *
 * Requires: final ownership; no two equal `Project`s in a block; no RC operation.
 */
import type { MonoTypeId, MonoTypes } from "../mono/mod.ts";
import { Aliases } from "./aliases.ts";
import type { ArcBlock, ArcFunction, Call, Op, VarId } from "./ir.ts";
import { newVar } from "./new_var.ts";
import { eachOperand, eachResult, eachTerminatorOperand } from "./visit.ts";

type IntrinsicOp = Extract<Op, { kind: "Call" }> & {
  readonly call: Extract<Call, { kind: "Intrinsic" }>;
};

/** An element that is read at `get` and replaced or taken at `end`: indices of ops. */
interface Move {
  readonly get: number;
  readonly end: number;
}

export function moveElements(fn: ArcFunction, types: MonoTypes): void {
  let ints: ReadonlyMap<VarId, bigint> | undefined;
  for (const block of fn.blocks) {
    if (!block.ops.some(isEnd)) continue;
    ints ??= intConstants(fn);
    // One at a time: a list that was moved out of another is a variable that the next one can start from.
    for (let move = findMove(fn, block, types, ints, 0); move !== undefined;) {
      apply(fn, block, move, types);
      move = findMove(fn, block, types, ints, move.get);
    }
  }
}

function intConstants(fn: ArcFunction): Map<VarId, bigint> {
  const ints = new Map<VarId, bigint>();
  for (const block of fn.blocks) {
    for (const op of block.ops) {
      if (op.kind === "Const" && op.value.kind === "int") ints.set(op.dst, op.value.value);
    }
  }
  return ints;
}

function isIntrinsic(op: Op, ...names: readonly string[]): op is IntrinsicOp {
  return op.kind === "Call" && op.call.kind === "Intrinsic" && names.includes(op.call.name);
}

function isEnd(op: Op): boolean {
  return isIntrinsic(op, "list_set", "list_take");
}

/** The first move that ends at op `start` or later. */
function findMove(
  fn: ArcFunction,
  block: ArcBlock,
  types: MonoTypes,
  ints: ReadonlyMap<VarId, bigint>,
  start: number,
): Move | undefined {
  const { ops } = block;
  for (let end = start; end < ops.length; end++) {
    const op = ops[end];
    if (!isIntrinsic(op, "list_set", "list_take")) continue;
    const get = findGet(ops, end, op, ints);
    if (get === undefined) continue;
    const { dst } = ops[get] as IntrinsicOp;
    if (!types.isCounted(fn.varTypes[dst]) || !isConsumed(ops, get, end)) continue;
    if (op.call.name === "list_set" || isOnlyProjected(fn, op.dst)) return { get, end };
  }
  return undefined;
}

/** The nearest op before `end` that uses the list, if it reads the same element. */
function findGet(
  ops: readonly Op[],
  end: number,
  { call: { args: [list, index] } }: IntrinsicOp,
  ints: ReadonlyMap<VarId, bigint>,
): number | undefined {
  for (let at = end - 1; at >= 0; at--) {
    const op = ops[at];
    if (defines(op, list)) return undefined;
    if (!uses(op, list)) continue;
    if (!isIntrinsic(op, "list_get")) return undefined;
    const other = op.call.args[1];
    const isSame = other === index || ints.has(index) && ints.get(index) === ints.get(other);
    return isSame && op.call.args[0] === list ? at : undefined;
  }
  return undefined;
}

function uses(op: Op, v: VarId): boolean {
  let found = false;
  eachOperand(op, (operand) => {
    if (operand === v) found = true;
  });
  return found;
}

function defines(op: Op, v: VarId): boolean {
  let found = false;
  eachResult(op, (result) => {
    if (result === v) found = true;
  });
  return found;
}

/** Whether the element read at `get`, or a part of it, is consumed before `end`. */
function isConsumed(ops: readonly Op[], get: number, end: number): boolean {
  const parts = new Set<VarId>([(ops[get] as IntrinsicOp).dst]);
  let isConsumed = false;
  for (const op of ops.slice(get + 1, end)) {
    if (op.kind === "Project" && parts.has(op.src)) parts.add(op.dst);
    else if (isIntrinsic(op, "list_get", "list_at") && parts.has(op.call.args[0])) {
      parts.add(op.dst);
    } else {
      eachOperand(op, (v, mark) => {
        if (mark === "owned" && parts.has(v)) isConsumed = true;
      });
    }
  }
  return isConsumed;
}

/** Whether the pair that `list_take` gives is only taken apart. */
function isOnlyProjected(fn: ArcFunction, pair: VarId): boolean {
  return fn.blocks.every(({ ops, terminator }) => {
    let isOther = false;
    eachTerminatorOperand(terminator, (v) => {
      if (v === pair) isOther = true;
    });
    return !isOther && ops.every((op) => op.kind === "Project" || !uses(op, pair));
  });
}

function apply(fn: ArcFunction, block: ArcBlock, { get, end }: Move, types: MonoTypes): void {
  const { ops } = block;
  const read = ops[get] as IntrinsicOp;
  const last = ops[end] as IntrinsicOp;
  const [list, index] = read.call.args;
  const rest = newVar(fn, fn.varTypes[list]);
  const taken = newVar(fn, pairType(types, fn.varTypes[list], fn.varTypes[read.dst]));
  const take: Op = {
    kind: "Call",
    dst: taken,
    call: { ...read.call, name: "list_take", ownership: ["owned", "borrowed"] },
  };
  const moved: Op[] = [
    take,
    { kind: "Project", dst: rest, src: taken, field: 0 },
    { kind: "Project", dst: read.dst, src: taken, field: 1 },
  ];
  const replaced = last.call.name === "list_take" ? [] : [putInto(last, rest, index)];
  block.ops = [
    ...ops.slice(0, get),
    ...moved,
    ...ops.slice(get + 1, end),
    ...replaced,
    ...ops.slice(end + 1),
  ];
  if (last.call.name === "list_take") aliasParts(fn, last.dst, [rest, read.dst]);
}

/** What a `list_set` of the element that was taken becomes. */
function putInto({ dst, call }: IntrinsicOp, rest: VarId, index: VarId): Op {
  const args = [rest, index, call.args[2]];
  return { kind: "Call", dst, call: { ...call, name: "list_put", args } };
}

/** The parts of `pair` are these from now on. */
function aliasParts(fn: ArcFunction, pair: VarId, parts: readonly VarId[]): void {
  const aliases = new Aliases();
  for (const block of fn.blocks) {
    block.ops = block.ops.filter((op) => {
      if (op.kind !== "Project" || op.src !== pair) return true;
      aliases.set(op.dst, parts[op.field]);
      return false;
    });
  }
  aliases.apply(fn);
}

function pairType(types: MonoTypes, list: MonoTypeId, element: MonoTypeId): MonoTypeId {
  const [first, second] = [list, element].map((type) => types.get(type).name);
  const fields = [{ name: "0", type: list }, { name: "1", type: element }];
  return types.intern({ kind: "struct", name: `(${first}, ${second})`, fields });
}
