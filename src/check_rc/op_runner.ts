/** Executes every op except calls: on values, their counts, and the ownership of references. */
import type { ArcProgram, EngineOp, Op, VarId } from "../arc/mod.ts";
import { assertNever, InternalError } from "../base/mod.ts";
import { isEnum, type TypeDescriptor } from "../bytecode/mod.ts";
import {
  Cell,
  extendBuilder,
  finishBuilder,
  type Heap,
  NO_TOKEN,
  PRIM_FUNCTIONS,
  scalarOf,
  UNCOUNTED,
  type Value,
  type World,
} from "../vm/mod.ts";
import type { Frames } from "./frames.ts";

type OpOf<K extends Op["kind"]> = Extract<Op, { kind: K }>;

export class OpRunner {
  readonly #program: ArcProgram;
  readonly #frames: Frames;
  readonly #world: World;
  readonly #heap: Heap;

  constructor(program: ArcProgram, frames: Frames, world: World) {
    this.#program = program;
    this.#frames = frames;
    this.#world = world;
    this.#heap = world.heap;
  }

  run(op: Exclude<EngineOp, { kind: "Call" }>): void {
    const frames = this.#frames;
    switch (op.kind) {
      case "Const": {
        const { code } = frames.current;
        return frames.ownImmortal(op.dst, code.constants[code.slotOf[op.dst]]);
      }
      case "Copy":
        return frames.view(op.dst, frames.look(op.src), op.src);
      case "Prim":
        return this.#prim(op);
      case "Construct":
        return this.#construct(op);
      case "MakeList":
        return this.#makeList(op);
      case "PartialApply":
        return this.#partialApply(op);
      case "Project":
        return frames.view(op.dst, this.#payload(op.src, frames.look(op.src))[op.field], op.src);
      case "EnvGet":
        return frames.view(op.dst, cellOf(frames.look(op.env)).items[op.index], op.env);
      case "Unpack":
        return this.#unpack(op);
      case "Tag":
        return frames.own(op.dst, this.#tag(op.src, frames.look(op.src)));
      case "RcInc":
        return this.#inc(op);
      case "RcDec":
        return this.#dec(op);
      case "Reset":
        return this.#reset(op);
      case "Reuse":
        return this.#reuse(op);
      case "Extend":
        return this.#extend(op);
      case "Finish":
        return frames.own(
          op.dst,
          finishBuilder(frames.take(op.builder), frames.take(op.value)),
        );
      case "DropValue":
        this.#heap.releaseValue(frames.type(op.value), frames.take(op.value));
        return frames.own(op.dst, 0);
      case "ShareValue": {
        const value = frames.look(op.src);
        this.#heap.retainValue(frames.type(op.src), value);
        return frames.own(op.dst, value);
      }
      case "MoveValue":
        return frames.own(op.dst, frames.take(op.src));
      case "TakePanic":
        return frames.own(op.dst, this.#world.takePanic());
      default:
        assertNever(op, "check_rc");
    }
  }

  #type(v: VarId): TypeDescriptor {
    return this.#heap.types[this.#frames.type(v)];
  }

  #takeAll(vars: readonly VarId[]): Value[] {
    return vars.map((v) => this.#frames.take(v));
  }

  #prim({ op, args, dst }: OpOf<"Prim">): void {
    const frames = this.#frames;
    const left = scalarOf(frames.look(args[0]));
    const right = args.length < 2 ? 0 : scalarOf(frames.look(args[1]));
    const result = PRIM_FUNCTIONS[op](left, right);
    if (typeof result === "string") throw bug(`${op} panics as an op`);
    frames.own(dst, result);
  }

  #construct(op: OpOf<"Construct">): void {
    const frames = this.#frames;
    const values = this.#takeAll(op.args);
    const type = this.#type(op.dst);
    const isCell = type.kind === "sum" && type.isBoxed &&
      (values.length > 0 || type.drop !== undefined);
    const isImmortal = !isCell && op.args.every((v) => frames.isImmortal(v));
    const value = this.#made(op, type, values);
    if (isImmortal) frames.ownImmortal(op.dst, value);
    else frames.own(op.dst, value);
  }

  #made(op: OpOf<"Construct">, type: TypeDescriptor, values: Value[]): Value {
    if (type.kind === "struct") return values;
    if (type.kind !== "sum" || op.variant === undefined) throw bug(`Construct of ${type.name}`);
    if (isEnum(type)) return op.variant;
    if (!type.isBoxed) return [op.variant, ...values];
    const id = this.#frames.type(op.dst);
    // A nullary variant is no block, unless its type drops.
    return values.length === 0 && type.drop === undefined
      ? new Cell(UNCOUNTED, id, op.variant, values)
      : this.#heap.cell(id, op.variant, values);
  }

  #makeList(op: OpOf<"MakeList">): void {
    const list = this.#heap.list(this.#frames.type(op.dst), this.#takeAll(op.elements));
    if (op.elements.length === 0) this.#frames.ownImmortal(op.dst, list);
    else this.#frames.own(op.dst, list);
  }

  #partialApply(op: OpOf<"PartialApply">): void {
    const frames = this.#frames;
    const type = frames.type(op.dst);
    if (op.captures.length === 0) {
      return frames.ownImmortal(op.dst, new Cell(UNCOUNTED, type, op.fn, []));
    }
    this.#requireDropOfAll(op);
    frames.own(op.dst, this.#heap.cell(type, op.fn, this.#takeAll(op.captures)));
  }

  /** The drop of an env uses the types that its wrapper states: each counted capture must be among them. */
  #requireDropOfAll({ fn, captures }: OpOf<"PartialApply">): void {
    const frames = this.#frames;
    const wrapper = this.#program.fns[fn];
    const env = this.#heap.types[wrapper.varTypes[wrapper.params[0].var]];
    const dropped = env.kind === "env" ? env.captures : [];
    captures.forEach((v, i) => {
      if (dropped[i] === frames.type(v) || !frames.isTracked(v)) return;
      frames.fail(
        "RC-9 env drop releases every capture",
        `the drop of the env of ${wrapper.name} does not release capture ${i}, ${
          frames.nameHere(v)
        }`,
      );
    });
  }

  /** The fields of a struct, or of the variant of a sum. */
  #payload(v: VarId, value: Value): readonly Value[] {
    const type = this.#type(v);
    if (type.kind === "sum" && type.isBoxed) return cellOf(value).items;
    if (isEnum(type)) return [];
    if (!Array.isArray(value)) throw bug(`no fields in a ${type.name}`);
    return type.kind === "sum" ? value.slice(1) : value;
  }

  #unpack(op: OpOf<"Unpack">): void {
    const frames = this.#frames;
    const isImmortal = frames.isImmortal(op.src);
    const value = frames.take(op.src);
    const parts = value instanceof Cell
      ? this.#unpackCell(op, value)
      : this.#payload(op.src, value);
    op.dsts.forEach((dst, i) => {
      if (isImmortal) frames.ownImmortal(dst, parts[i]);
      else frames.own(dst, parts[i]);
    });
  }

  #unpackCell({ token }: OpOf<"Unpack">, cell: Cell): Value[] {
    if (token === undefined) return this.#heap.unpack(cell);
    const reset = this.#heap.unpackForReuse(cell);
    this.#frames.own(token, reset.token);
    return reset.items;
  }

  #tag(v: VarId, value: Value): Value {
    const type = this.#type(v);
    if (type.kind === "sum" && type.isBoxed) return cellOf(value).tag;
    return Array.isArray(value) ? value[0] : value;
  }

  #inc({ target }: OpOf<"RcInc">): void {
    this.#requireTracked(target);
    const frames = this.#frames;
    frames.ledger.give(frames.slot(target));
    this.#heap.retainValue(frames.type(target), frames.look(target));
  }

  #dec(op: OpOf<"RcDec">): void {
    this.#requireTracked(op.target);
    const frames = this.#frames;
    const isUnwinding = frames.current.block.terminator.kind === "Resume";
    const value = frames.value(op.target);
    frames.ledger.release(frames.slot(op.target), op, isUnwinding);
    this.#heap.releaseValue(frames.type(op.target), value);
  }

  #requireTracked(v: VarId): void {
    if (this.#frames.isTracked(v)) return;
    const what = `${this.#frames.nameHere(v)} is of type ${this.#type(v).name}`;
    this.#frames.fail("no reference to count", what);
  }

  #reset({ token, src }: OpOf<"Reset">): void {
    const cell = cellOf(this.#frames.take(src));
    this.#frames.own(token, cell.count < 0 ? NO_TOKEN : this.#heap.reset(cell));
  }

  #reuse(op: OpOf<"Reuse">): void {
    const token = cellOf(this.#frames.take(op.token));
    const values = this.#takeAll(op.args);
    const type = this.#frames.type(op.dst);
    this.#frames.own(op.dst, this.#heap.reuse(token, type, op.variant ?? 0, values));
  }

  #extend({ dst, builder, cell, field }: OpOf<"Extend">): void {
    const frames = this.#frames;
    const before = frames.take(builder);
    frames.own(dst, extendBuilder(before, cellOf(frames.take(cell)), field));
  }
}

function cellOf(value: Value): Cell {
  if (value instanceof Cell) return value;
  throw bug("no cell where one is expected");
}

function bug(message: string): InternalError {
  return new InternalError(message, { stage: "check_rc" });
}
