/**
 * Instruction selection: one ARC function to instructions over variables.
 *
 * Small constants become immediates where an instruction takes one, and a comparison whose one use
 * is the branch at the end of its block becomes one instruction with it.
 */
import { assertNever } from "../base/mod.ts";
import {
  type ArcBlock,
  type ArcFunction,
  type BlockId,
  type Call,
  eachOperand,
  eachTerminatorOperand,
  type EngineOp,
  engineOps,
  type Literal,
  type Op,
  type Terminator,
  type VarId,
} from "../arc/mod.ts";
import { type IntrinsicName } from "../operations/mod.ts";
import { listTypeOf } from "./describe.ts";
import { def, defs, Selection, use, uses } from "./context.ts";
import type { SelectedBlock, SelectedFunction } from "./instruction.ts";
import { INTRINSIC_NAMES, type OpcodeName } from "./opcodes.ts";
import { type Constant, isEnum, type TypeDescriptor } from "./program.ts";
import { isFusible, selectBoolBranch, selectFusedBranch, selectPrim } from "./select_prims.ts";

/** A selected function with its constants. */
export interface SelectionResult extends SelectedFunction {
  readonly constants: readonly Constant[];
}

export function selectInstructions(
  fn: ArcFunction,
  types: readonly TypeDescriptor[],
): SelectionResult {
  const s = new Selection(fn, types);
  findImmediates(s);
  findFusible(s);
  const blocks: SelectedBlock[] = fn.blocks.map((block, index) => {
    s.code = [];
    for (const op of engineOps(block)) selectOp(s, op);
    selectTerminator(s, block, fn.blocks[index + 1]?.id);
    return { id: block.id, params: block.params, code: s.code };
  });
  return { blocks, immediates: s.immediates, constants: s.constants };
}

function findImmediates(s: Selection): void {
  for (const block of s.fn.blocks) {
    for (const op of block.ops) {
      if (op.kind !== "Const") continue;
      const value = immediateOf(op.value);
      if (value !== undefined) s.immediates.set(op.dst, value);
    }
  }
}

function immediateOf(literal: Literal): number | undefined {
  switch (literal.kind) {
    case "int": {
      const isSmall = literal.value === BigInt.asIntN(32, literal.value);
      return isSmall ? Number(literal.value) : undefined;
    }
    case "bool":
      return literal.value ? 1 : 0;
    case "unit":
      return 0;
    case "float":
    case "str":
    case "token":
    case "empty":
      return undefined;
    default:
      assertNever(literal, "bytecode");
  }
}

function findFusible(s: Selection): void {
  const useCount = new Uint32Array(s.fn.varTypes.length);
  const count = (v: VarId) => void useCount[v]++;
  for (const block of s.fn.blocks) {
    for (const op of block.ops) eachOperand(op, count);
    eachTerminatorOperand(block.terminator, count);
  }
  for (const { ops, terminator } of s.fn.blocks) {
    if (terminator.kind !== "Branch" || useCount[terminator.condition] !== 1) continue;
    const condition = ops.findLast((op) => op.kind === "Prim" && op.dst === terminator.condition);
    if (condition?.kind === "Prim" && isFusible(condition.op)) {
      s.fused.set(condition.dst, condition);
    }
  }
}

function selectOp(s: Selection, op: EngineOp): void {
  switch (op.kind) {
    case "Const":
      return selectConst(s, op.dst, op.value);
    case "Copy":
      return s.emit(s.isRef(op.dst) ? "MOVE_R" : "MOVE_S", [def(op.dst), use(op.src)]);
    case "Prim":
      if (!s.fused.has(op.dst)) selectPrim(s, op.dst, op.op, op.args);
      return;
    case "Call":
      return selectCall(s, op.dst, op.call, undefined);
    case "Construct":
      return selectConstruct(s, op);
    case "MakeList":
      return s.emit(
        "LIST",
        [def(op.dst), s.fn.varTypes[op.dst], ...uses(op.elements)],
        op.span,
      );
    case "PartialApply":
      return s.emit(
        "CLOSURE",
        [def(op.dst), s.fn.varTypes[op.dst], op.fn, ...uses(op.captures)],
        op.span,
      );
    case "Project":
      return selectProject(s, op);
    case "EnvGet":
      return s.emit(s.isRef(op.dst) ? "CELL_GET_R" : "CELL_GET_S", [
        def(op.dst),
        use(op.env),
        op.index,
      ]);
    case "Unpack":
      return selectUnpack(s, op);
    case "Tag":
      return selectTag(s, op.dst, op.src);
    case "RcInc":
    case "RcDec":
      return selectCount(s, op);
    case "Reset":
      return s.emit("RESET", [def(op.token), use(op.src)], s.fn.span);
    case "Reuse":
      return s.emit("REUSE", [
        def(op.dst),
        use(op.token),
        s.fn.varTypes[op.dst],
        op.variant ?? 0,
        ...uses(op.args),
      ], op.span);
    case "Extend":
      return s.emit("EXTEND", [def(op.dst), use(op.builder), use(op.cell), op.field]);
    case "Finish":
      return s.emit("FINISH", [def(op.dst), use(op.builder), use(op.value)]);
    case "DropValue":
      selectCount(s, { kind: "RcDec", target: op.value, span: op.span });
      return s.emit("LOAD_I", [def(op.dst), 0]);
    case "ShareValue":
      selectCount(s, { kind: "RcInc", target: op.src, span: op.span });
      return s.emit("MOVE_R", [def(op.dst), use(op.src)]);
    case "MoveValue":
      return s.emit("MOVE_R", [def(op.dst), use(op.src)]);
    case "TakePanic":
      return s.emit("TAKE_PANIC", [def(op.dst)], op.span);
    default:
      assertNever(op, "bytecode");
  }
}

function selectConst(s: Selection, dst: VarId, literal: Literal): void {
  const immediate = s.immediates.get(dst);
  if (immediate !== undefined) return s.emit("LOAD_I", [def(dst), immediate]);
  switch (literal.kind) {
    case "int":
    case "float":
      return s.emit("LOAD_K", [def(dst), s.constant(literal)]);
    case "str":
      return s.emit("LOAD_STR", [def(dst), s.constant(literal)]);
    case "token":
      return s.emit("NO_TOKEN", [def(dst)]);
    case "empty":
      return s.emit("LOAD_EMPTY", [def(dst)]);
    case "bool":
    case "unit":
      return s.fail(`${literal.kind} constants are immediates`);
    default:
      assertNever(literal, "bytecode");
  }
}

function selectCall(
  s: Selection,
  dst: VarId,
  call: Call,
  handler: BlockId | undefined,
): void {
  const { span } = call;
  switch (call.kind) {
    case "Apply":
      return s.emit(
        call.args.length === 1 && !s.isRef(call.args[0]) ? "CALL_1" : "CALL",
        [def(dst), { kind: "window" }, call.fn, ...uses(call.args)],
        span,
        handler,
      );
    case "ApplyIndirect": {
      const [closure, ...args] = call.args;
      const operands = [def(dst), { kind: "window" } as const, use(closure), ...uses(args)];
      return s.emit("CALL_CLOSURE", operands, span, handler);
    }
    case "Intrinsic":
      return selectIntrinsic(s, dst, call, call.name, handler);
    case "CheckedPrim":
      return selectPrim(s, dst, call.op, call.args, span, handler);
    case "DropCheck":
      return s.emit("DROP_CHECK", [def(dst)], span, handler);
    default:
      assertNever(call, "bytecode");
  }
}

function selectIntrinsic(
  s: Selection,
  dst: VarId,
  call: Call,
  name: IntrinsicName,
  handler: BlockId | undefined,
): void {
  if (name === "list_len") return s.emit("LIST_LEN", [def(dst), use(call.args[0])]);
  if (name === "str_len") return s.emit("STR_LEN", [def(dst), use(call.args[0])]);
  const operands = [
    def(dst),
    INTRINSIC_NAMES.indexOf(name),
    listTypeOf(s.types, s.fn.varTypes[call.args[0]], s.fn.varTypes[dst]),
    ...uses(call.args),
  ];
  s.emit(intrinsicOpcode(s, dst, name), operands, call.span, handler);
}

function intrinsicOpcode(s: Selection, dst: VarId, name: IntrinsicName): OpcodeName {
  if (name === "list_get" || name === "list_at") return s.isRef(dst) ? "LIST_GET_R" : "LIST_GET_S";
  if (name === "list_push") return "LIST_PUSH";
  if (name === "list_set") return "LIST_SET";
  if (name === "list_move") return "LIST_MOVE";
  return "INTRINSIC";
}

function selectConstruct(s: Selection, op: Extract<Op, { kind: "Construct" }>): void {
  const type = s.typeOf(op.dst);
  const id = s.fn.varTypes[op.dst];
  if (type.kind === "struct") return s.emit("MAKE", [def(op.dst), id, ...uses(op.args)]);
  if (type.kind !== "sum") s.fail(`Construct of ${type.name}, which has no parts`, op.span);
  const tag = op.variant;
  if (tag === undefined) s.fail(`Construct of ${type.name} without a variant`, op.span);
  if (isEnum(type)) return s.emit("LOAD_I", [def(op.dst), tag]);
  if (!type.isBoxed) return s.emit("MAKE_SUM", [def(op.dst), id, tag, ...uses(op.args)]);
  s.emit("NEW", [def(op.dst), id, tag, ...uses(op.args)], op.span);
}

function selectProject(s: Selection, op: Extract<Op, { kind: "Project" }>): void {
  const type = s.typeOf(op.src);
  const suffix = s.isRef(op.dst) ? "R" : "S";
  if (type.kind === "sum" && type.isBoxed) {
    return s.emit(`CELL_GET_${suffix}`, [def(op.dst), use(op.src), op.field]);
  }
  if (type.kind !== "sum" && type.kind !== "struct") s.fail(`Project of ${type.name}`);
  const index = type.kind === "sum" ? op.field + 1 : op.field;
  s.emit(`GET_${suffix}`, [def(op.dst), use(op.src), index]);
}

function selectUnpack(s: Selection, op: Extract<Op, { kind: "Unpack" }>): void {
  const type = s.typeOf(op.src);
  if (op.token !== undefined) {
    return s.emit("UNPACK_RESET", [def(op.token), use(op.src), ...defs(op.dsts)], s.fn.span);
  }
  if (type.kind === "sum" && type.isBoxed) {
    return s.emit("UNPACK_CELL", [use(op.src), ...defs(op.dsts)], s.fn.span);
  }
  if (op.dsts.length === 0) return;
  if (type.kind !== "sum" && type.kind !== "struct") s.fail(`Unpack of ${type.name}`);
  s.emit("UNPACK", [use(op.src), type.kind === "sum" ? 1 : 0, ...defs(op.dsts)]);
}

function selectTag(s: Selection, dst: VarId, src: VarId): void {
  const type = s.typeOf(src);
  if (type.kind !== "sum") s.fail(`Tag of ${type.name}`);
  const opcode = type.isBoxed ? "CELL_TAG" : isEnum(type) ? "MOVE_S" : "TAG";
  s.emit(opcode, [def(dst), use(src)]);
}

function selectCount(s: Selection, op: Extract<Op, { kind: "RcInc" | "RcDec" }>): void {
  const type = s.typeOf(op.target);
  if (!type.isCounted) return;
  const isInc = op.kind === "RcInc";
  const isInline = type.kind === "struct" || type.kind === "builder" ||
    (type.kind === "sum" && !type.isBoxed);
  if (!isInline) return s.emit(isInc ? "INC" : "DEC", [use(op.target)], op.span);
  const operands = [use(op.target), s.fn.varTypes[op.target]];
  s.emit(isInc ? "INC_VALUE" : "DEC_VALUE", operands, op.span);
}

function selectTerminator(s: Selection, block: ArcBlock, following: BlockId | undefined): void {
  const t: Terminator = block.terminator;
  switch (t.kind) {
    case "Jump":
      return s.emit("JUMP", [{ kind: "edge", target: t.target }]);
    case "Branch": {
      const condition = s.fused.get(t.condition);
      if (condition === undefined) {
        return selectBoolBranch(s, t.condition, t.then, t.else, following);
      }
      return selectFusedBranch(s, condition, t.then, t.else, following);
    }
    case "Switch":
      return selectSwitch(s, t);
    case "Invoke":
      selectCall(s, t.dst, t.call, t.unwind);
      return s.emit("JUMP", [{ kind: "edge", target: { block: t.normal, args: [] } }]);
    case "Return":
      return s.emit(s.isRef(t.value) ? "RET_R" : "RET_S", [use(t.value)]);
    case "Resume":
      return s.emit("RESUME", []);
    case "Unreachable":
      return s.emit("UNREACHABLE", []);
    default:
      assertNever(t, "bytecode");
  }
}

/** A table where the values are dense, else a chain of comparisons. */
function selectSwitch(s: Selection, t: Extract<Terminator, { kind: "Switch" }>): void {
  const fallback = t.default ?? t.cases.at(-1)?.target;
  if (fallback === undefined) s.fail("Switch without cases");
  const sorted = [...t.cases].sort((a, b) => a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
  const low = sorted[0]?.value ?? 0n;
  const size = sorted.length === 0 ? 0n : sorted[sorted.length - 1].value - low + 1n;
  const isDense = size <= BigInt(4 * t.cases.length + 8) && low === BigInt.asIntN(31, low);
  if (!isDense) return selectChain(s, t, fallback);
  const targets = Array.from({ length: Number(size) }, () => fallback);
  for (const { value, target } of t.cases) targets[Number(value - low)] = target;
  s.emit("SWITCH", [
    use(t.subject),
    Number(low),
    { kind: "edge", target: fallback },
    targets.length,
    ...targets.map((target) => ({ kind: "edge", target }) as const),
  ]);
}

function selectChain(
  s: Selection,
  t: Extract<Terminator, { kind: "Switch" }>,
  fallback: { block: BlockId; args: VarId[] },
): void {
  for (const { value, target } of t.cases) {
    if (value === BigInt.asIntN(32, value)) {
      s.emit("JEQ_I", [use(t.subject), Number(value), { kind: "edge", target }]);
    } else {
      const index = s.constant({ kind: "int", value });
      s.emit("JEQ_K", [use(t.subject), index, { kind: "edge", target }]);
    }
  }
  s.emit("JUMP", [{ kind: "edge", target: fallback }]);
}
