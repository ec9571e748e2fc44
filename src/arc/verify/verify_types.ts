/** Checks that operands and results of every op have the types it asks for, and that calls are marked. */
import { assertNever } from "../../base/mod.ts";
import type { MonoType, MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import {
  intrinsicInfo,
  primInfo,
  showSignatureType,
  type SignatureType,
} from "../../operations/mod.ts";
import type { ArcFunction, ArcProgram, BlockId, Call, Op, Terminator, VarId } from "../ir/ir.ts";
import type { Findings, VerifyPlace } from "./findings.ts";
import { eachJumpTarget } from "../ir/visit.ts";

export function verifyTypes(fn: ArcFunction, program: ArcProgram, findings: Findings): void {
  const checker = new TypeChecker(fn, program, findings);
  for (const block of fn.blocks) checker.checkBlock(block.id);
}

/** Ends the check of an op of which the rest cannot be told. */
class Mismatch extends Error {}

class TypeChecker {
  readonly #fn: ArcFunction;
  readonly #program: ArcProgram;
  readonly #hasMarks: boolean;
  readonly #findings: Findings;
  #place: VerifyPlace;

  constructor(fn: ArcFunction, program: ArcProgram, findings: Findings) {
    this.#fn = fn;
    this.#program = program;
    this.#hasMarks = fn.phase !== "lowered";
    this.#findings = findings;
    this.#place = { fn };
  }

  checkBlock(block: BlockId): void {
    const { ops, terminator } = this.#fn.blocks[block];
    ops.forEach((op, index) => this.#checkAt(block, index, () => this.#checkOp(op)));
    this.#checkAt(block, ops.length, () => this.#checkTerminator(terminator));
  }

  #checkAt(block: BlockId, op: number, check: () => void): void {
    this.#place = { fn: this.#fn, block, op };
    try {
      check();
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      this.#add(error.message);
    }
  }

  #add(rule: string): void {
    this.#findings.add(this.#place, rule);
  }

  #type(v: VarId): MonoType {
    return this.#program.types.get(this.#fn.varTypes[v]);
  }

  /** What the rest of the check of an op leans on. */
  #require(condition: boolean, rule: string): void {
    if (!condition) throw new Mismatch(rule);
  }

  /** Never stands for any type: it is the type of what is not reached. */
  #same(v: VarId, expected: MonoTypeId, what: string): void {
    const found = this.#fn.varTypes[v];
    if (found === expected || this.#type(v).kind === "never") return;
    const wanted = this.#program.types.get(expected);
    if (wanted.kind === "never") return;
    this.#add(`${what}: %${v} has type ${this.#type(v).name}, not ${wanted.name}`);
  }

  #sameAll(vars: readonly VarId[], expected: readonly MonoTypeId[], what: string): void {
    this.#require(
      vars.length === expected.length,
      `${what}: ${vars.length} operands, not ${expected.length}`,
    );
    vars.forEach((v, i) => this.#same(v, expected[i], what));
  }

  #scalar(v: VarId, scalar: string, what: string): void {
    const type = this.#type(v);
    const isFitting = type.kind === "scalar" && type.scalar === scalar;
    if (!isFitting) this.#add(`${what}: %${v} has type ${type.name}, not ${scalar}`);
  }

  #kind(v: VarId, kind: MonoType["kind"], what: string): void {
    const type = this.#type(v);
    if (type.kind !== kind) this.#add(`${what}: %${v} has type ${type.name}, not ${kind}`);
  }

  #checkOp(op: Op): void {
    switch (op.kind) {
      case "Const":
        return this.#checkConst(op);
      case "Copy":
        return this.#same(op.src, this.#fn.varTypes[op.dst], "Copy");
      case "RcInc":
      case "RcDec":
        return;
      case "Prim":
        return this.#checkPrim(op.op, op.args, op.dst);
      case "Call":
        return this.#checkCall(op.call, op.dst);
      case "Construct":
        return this.#sameAll(op.args, this.#fields(op.dst, op.variant), op.kind);
      case "Reuse":
        this.#checkToken(op.token, op.dst);
        return this.#sameAll(op.args, this.#fields(op.dst, op.variant), op.kind);
      case "MakeList": {
        const type = this.#type(op.dst);
        if (type.kind !== "list") throw new Mismatch(`MakeList of ${type.name}`);
        for (const element of op.elements) this.#same(element, type.element, "MakeList");
        return;
      }
      case "PartialApply":
        return this.#checkClosure(op);
      case "Project":
        return this.#same(op.dst, this.#field(op.src, op.variant, op.field), "Project");
      case "EnvGet": {
        const type = this.#type(op.env);
        if (type.kind !== "env") throw new Mismatch(`EnvGet of ${type.name}`);
        this.#require(op.index < type.captures.length, `no capture ${op.index}`);
        return this.#same(op.dst, type.captures[op.index], "EnvGet");
      }
      case "Unpack":
        if (op.token !== undefined) this.#checkToken(op.token, op.src);
        return this.#sameAll(op.dsts, this.#fields(op.src, op.variant), "Unpack");
      case "Tag":
        this.#require(this.#type(op.src).kind === "sum", `Tag of ${this.#type(op.src).name}`);
        return this.#scalar(op.dst, "int", "Tag");
      case "Reset":
        return this.#checkToken(op.token, op.src);
      case "Extend":
        this.#checkBuilder(op.builder, op.cell);
        this.#checkBuilder(op.dst, op.cell);
        return void this.#field(op.cell, op.variant, op.field);
      case "Finish":
        this.#checkBuilder(op.builder, op.dst);
        return this.#same(op.value, this.#fn.varTypes[op.dst], "Finish");
      case "ScopeStart":
      case "LocalRead":
      case "DropValue":
        return this.#kind(op.dst, "unit", op.kind);
      case "ScopeEnd":
        this.#kind(op.start, "unit", op.kind);
        return this.#kind(op.dst, "unit", op.kind);
      case "ShareValue":
      case "MoveValue":
        return this.#same(op.src, this.#fn.varTypes[op.dst], op.kind);
      case "Catch":
        return this.#checkCatch(op.thunk, op.dst);
      case "TakePanic":
        return this.#kind(op.dst, "str", op.kind);
      default:
        assertNever(op, "arc");
    }
  }

  #checkToken(token: VarId, value: VarId): void {
    const type = this.#type(token);
    const isFitting = type.kind === "token" && type.of === this.#fn.varTypes[value];
    this.#require(isFitting, `%${token} of type ${type.name} is no token for %${value}`);
    const cell = this.#type(value);
    this.#require(cell.kind === "sum" && cell.isBoxed, `a token for ${cell.name}, no boxed sum`);
  }

  #checkBuilder(builder: VarId, value: VarId): void {
    const type = this.#type(builder);
    const isFitting = type.kind === "builder" && type.of === this.#fn.varTypes[value];
    this.#require(isFitting, `%${builder} of type ${type.name} is no builder for %${value}`);
    const built = this.#type(value);
    this.#require(built.kind === "sum" && built.isBoxed, `a builder of ${built.name}`);
  }

  #checkConst({ dst, value }: Extract<Op, { kind: "Const" }>): void {
    const type = this.#type(dst);
    if (value.kind === "empty") {
      const isFitting = type.kind === "builder" || type.kind === "sum" && type.isBoxed;
      return this.#require(isFitting, `an empty ${type.name}`);
    }
    const kind = type.kind === "scalar"
      ? type.scalar === "char" || type.scalar === "byte" ? "int" : type.scalar
      : type.kind;
    this.#require(kind === value.kind, `Const: ${type.name} from a literal of ${value.kind}`);
  }

  #checkPrim(op: Parameters<typeof primInfo>[0], args: readonly VarId[], dst: VarId): void {
    const { params, result } = primInfo(op);
    this.#require(args.length === params.length, `${op}: ${args.length} operands`);
    args.forEach((arg, i) => this.#scalar(arg, params[i], op));
    this.#scalar(dst, result, op);
  }

  #checkCall(call: Call, dst: VarId): void {
    if (this.#hasMarks) {
      this.#require(call.ownership.length === call.args.length, "not one mark for each argument");
    }
    switch (call.kind) {
      case "Apply": {
        const callee = this.#program.fns[call.fn];
        this.#require(callee !== undefined, `no function ${call.fn}`);
        this.#sameAll(call.args, callee.params.map((p) => callee.varTypes[p.var]), callee.name);
        if (this.#hasMarks) {
          const isFitting = callee.params.every((p, i) => p.ownership === call.ownership[i]);
          this.#require(isFitting, `marks differ from the parameters of ${callee.name}`);
        }
        return this.#same(dst, callee.result, callee.name);
      }
      case "ApplyIndirect": {
        const type = this.#type(call.args[0]);
        if (type.kind !== "fn") throw new Mismatch(`ApplyIndirect of ${type.name}`);
        this.#sameAll(call.args.slice(1), type.params, "ApplyIndirect");
        return this.#same(dst, type.result, "ApplyIndirect");
      }
      case "Intrinsic":
        return this.#checkIntrinsic(call, dst);
      case "CheckedPrim":
        return this.#checkPrim(call.op, call.args, dst);
      case "DropCheck":
        this.#require(call.args.length === 0, "DropCheck takes nothing");
        return this.#kind(dst, "unit", call.kind);
      default:
        assertNever(call, "arc");
    }
  }

  /** The thunk takes nothing, and its result is what `Ok` holds; `Err` holds a text. */
  #checkCatch(thunk: VarId, dst: VarId): void {
    const fn = this.#type(thunk);
    if (fn.kind !== "fn") throw new Mismatch(`Catch of ${fn.name}`);
    this.#require(fn.params.length === 0, `Catch of ${fn.name}`);
    const made = this.#type(dst);
    const parts = made.kind === "sum" ? made.variants.map(({ fields }) => fields[0]?.type) : [];
    const [ok, error] = parts;
    this.#require(ok === fn.result && error !== undefined, `Catch: ${made.name} of ${fn.name}`);
    this.#require(this.#program.types.get(error as MonoTypeId).kind === "str", "Catch: no text");
  }

  #checkIntrinsic(call: Extract<Call, { kind: "Intrinsic" }>, dst: VarId): void {
    const { name, typeArgs } = call;
    const { args: marks, signature: { params, result, typeParams } } = intrinsicInfo(name);
    const isMarked = marks.length === call.args.length &&
      marks.every((mark, i) => mark === call.ownership[i]);
    this.#require(isMarked, `arguments of ${name}`);
    this.#require(
      typeArgs.length === typeParams.length,
      `${name}: ${typeArgs.length} type arguments, not ${typeParams.length}`,
    );
    const given = new Map(typeParams.map((param, i) => [param, typeArgs[i]]));
    params.forEach(({ type }, i) => this.#fits(call.args[i], type, given, name));
    this.#fits(dst, result, given, name);
  }

  /** Whether a variable has the type of a signature. Never stands for any type. */
  #fits(v: VarId, wanted: SignatureType, given: TypeArguments, what: string): void {
    const id = this.#fn.varTypes[v];
    const type = this.#type(v);
    if (type.kind === "never" || fits(this.#program.types, id, wanted, given)) return;
    this.#add(`${what}: %${v} has type ${type.name}, not ${showSignatureType(wanted)}`);
  }

  #checkClosure(op: Extract<Op, { kind: "PartialApply" }>): void {
    const wrapper = this.#program.fns[op.fn];
    this.#require(wrapper?.kind.kind === "wrapper", `function ${op.fn} is no wrapper`);
    const env = this.#program.types.get(wrapper.varTypes[wrapper.params[0].var]);
    if (env.kind !== "env") throw new Mismatch(`${wrapper.name} has no env`);
    this.#sameAll(op.captures, env.captures, "PartialApply");
    const type = this.#type(op.dst);
    if (type.kind !== "fn") throw new Mismatch(`PartialApply of ${type.name}`);
    this.#require(type.params.length === wrapper.params.length - 1, "parameters of the closure");
  }

  #fields(v: VarId, variant: number | undefined): readonly MonoTypeId[] {
    const type = this.#type(v);
    if (variant === undefined && type.kind === "struct") return type.fields.map((f) => f.type);
    const found = type.kind === "sum" ? type.variants[variant ?? -1] : undefined;
    if (found === undefined) {
      throw new Mismatch(`%${v} of type ${type.name} has no fields of ${variant ?? "a struct"}`);
    }
    return found.fields.map((field) => field.type);
  }

  #field(v: VarId, variant: number | undefined, index: number): MonoTypeId {
    const fields = this.#fields(v, variant);
    this.#require(index < fields.length, `%${v} has no field ${index}`);
    return fields[index];
  }

  #checkTerminator(t: Terminator): void {
    switch (t.kind) {
      case "Branch":
        this.#scalar(t.condition, "bool", "Branch");
        break;
      case "Switch":
        this.#checkSwitch(t);
        break;
      case "Invoke":
        return this.#checkCall(t.call, t.dst);
      case "Return":
        return this.#same(t.value, this.#fn.result, "Return");
      case "Jump":
      case "Resume":
      case "Unreachable":
        break;
      default:
        assertNever(t, "arc");
    }
    eachJumpTarget(t, (target) => {
      const { params } = this.#fn.blocks[target.block];
      const types = params.map((param) => this.#fn.varTypes[param]);
      this.#sameAll(target.args, types, `arguments of bb${target.block}`);
    });
  }

  #checkSwitch(t: Extract<Terminator, { kind: "Switch" }>): void {
    const type = this.#type(t.subject);
    const isFitting = type.kind === "scalar" && ["int", "byte", "char"].includes(type.scalar);
    this.#require(isFitting, `Switch on ${type.name}`);
    const values = new Set(t.cases.map((one) => one.value));
    this.#require(values.size === t.cases.length, "Switch with two equal cases");
  }
}

/** By type parameter of a signature. */
type TypeArguments = ReadonlyMap<string, MonoTypeId>;

function fits(
  types: MonoTypes,
  id: MonoTypeId,
  wanted: SignatureType,
  given: TypeArguments,
): boolean {
  const type = types.get(id);
  switch (wanted.kind) {
    case "scalar":
      return type.kind === "scalar" && type.scalar === wanted.scalar;
    case "str":
      return type.kind === "str";
    case "void":
      return type.kind === "unit";
    case "Never":
      return type.kind === "never";
    case "param":
      return id === given.get(wanted.name);
    case "list":
      return type.kind === "list" && fits(types, type.element, wanted.element, given);
    case "tuple":
      return type.kind === "struct" && type.fields.length === wanted.parts.length &&
        wanted.parts.every((part, i) => fits(types, type.fields[i].type, part, given));
    default:
      return assertNever(wanted, "arc");
  }
}
