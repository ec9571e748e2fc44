/** Instructions on references: what they take, make, own and give up. */
import type { OpcodeName } from "../bytecode/mod.ts";
import { ensure } from "./blob_error.ts";
import type { FrameChecker } from "./frame_checker.ts";
import { ANY_INT } from "./program_types.ts";
import { EMPTY, FREE, inheritFacts, intValue, NO_TOKEN, OPEN, Value } from "./register_state.ts";
import type { Step } from "./scalar_steps.ts";

/** The tagged registers of the list whose count is operand `index`. */
export function taggedWords(c: FrameChecker, index: number): number[] {
  return Array.from({ length: c.word(index) }, (_, i) => c.word(index + 1 + i));
}

/** The values of the list at operand `index`, one for each of `types`. */
export function listValues(c: FrameChecker, index: number, types: readonly number[]): Value[] {
  const words = taggedWords(c, index);
  ensure(words.length === types.length, "has another number of operands");
  return words.map((word, i) => c.tagged(word, types[i] ?? -1));
}

/** Moves `parts` into a new value of type `id`. One that holds no reference at all is free. */
function compose(c: FrameChecker, id: number, parts: readonly Value[]): Value {
  for (const part of parts) c.take(part);
  return parts.every((part) => part.count === FREE) ? c.free(id) : c.made(id);
}

function make(c: FrameChecker): boolean {
  const id = c.word(1);
  ensure(c.types.get(id).kind === "struct", "makes a struct of another type");
  c.define(0, compose(c, id, listValues(c, 2, fieldsOf(c, id, 0))));
  return true;
}

function makeSum(c: FrameChecker): boolean {
  const [id, tag] = [c.word(1), c.word(2)];
  const type = c.types.get(id);
  const isInline = type.kind === "sum" && !type.isBoxed && c.types.rangeOf(id) === undefined;
  ensure(isInline, "makes an inline sum of another type");
  const value = compose(c, id, listValues(c, 3, fieldsOf(c, id, tag)));
  value.variants = [tag];
  c.define(0, value);
  return true;
}

function fieldsOf(c: FrameChecker, id: number, variant: number): readonly number[] {
  const fields = c.types.fieldsOf(id, variant);
  ensure(fields !== undefined, "refers to fields that are not known to be there");
  return fields;
}

/** The fields of what `whole` is known to be. */
function fieldsOfValue(c: FrameChecker, whole: Value): readonly number[] {
  const type = c.types.get(whole.type);
  return fieldsOf(c, whole.type, type.kind === "sum" ? whole.variant : 0);
}

/** A new cell of a boxed sum; `isFree`: it may be one without a block. One field of it may be empty. */
function cell(c: FrameChecker, id: number, tag: number, at: number, isFree: boolean): boolean {
  const type = c.types.get(id);
  ensure(type.kind === "sum" && type.isBoxed, "makes a cell of another type");
  const fields = fieldsOf(c, id, tag);
  const words = taggedWords(c, at);
  ensure(words.length === fields.length, "has another number of operands");
  let empty: number | undefined;
  words.forEach((word, i) => {
    const value = c.read(word >> 2);
    if (value.type === EMPTY) {
      ensure(empty === undefined, "makes a cell with two empty fields");
      ensure(c.types.isSame(fields[i] ?? -1, id), "leaves a field of another type empty");
      empty = i;
    } else c.take(c.tagged(word, fields[i] ?? -1));
  });
  if (empty !== undefined) {
    const open = new Value(OPEN, 0, 0, 1, undefined);
    open.empty = { cell: id, field: empty };
    c.define(0, open);
    return true;
  }
  const hasBlock = !isFree || fields.length > 0 || type.drop !== undefined;
  const value = hasBlock ? c.made(id) : c.free(id);
  value.variants = [tag];
  c.define(0, value);
  return true;
}

function reuse(c: FrameChecker): boolean {
  const token = c.operand(1);
  const id = c.word(2);
  ensure(isTokenOf(c, token, id), "fills a cell of another type");
  c.take(token);
  return cell(c, id, c.word(3), 4, false);
}

function isTokenOf(c: FrameChecker, token: Value, id: number): boolean {
  if (token.type < 0) return token.type === NO_TOKEN;
  const type = c.types.get(token.type);
  return type.kind === "token" && type.of === id;
}

/** A value of the type of tokens for cells of type `id`. */
function tokenOf(c: FrameChecker, id: number): Value {
  const type = c.types.tokenOf(id);
  ensure(type !== undefined, "makes a token of a type without tokens");
  return c.made(type);
}

function get(isRef: boolean, isCell: boolean): Step {
  return (c) => {
    const whole = c.reference(1);
    const part = partOf(c, whole, c.word(2), isCell);
    const value = whole.parts?.get(c.word(2)) ?? c.view(part, whole);
    if (c.isDecidable(value)) (whole.parts ??= new Map()).set(c.word(2), value);
    ensure(isRef === !c.isScalar(value), "reads a field of another class");
    c.define(0, value);
    return true;
  };
}

/** The type of item `index` of `whole`. */
function partOf(c: FrameChecker, whole: Value, index: number, isCell: boolean): number {
  const type = c.types.get(whole.type);
  ensure(isCellType(c, whole.type) === isCell, "reads a field of another form");
  const parts = type.kind === "env" ? type.captures : fieldsOfValue(c, whole);
  const part = parts[isInlineSum(c, whole.type) ? index - 1 : index];
  ensure(part !== undefined, "reads a field that is not there");
  return part;
}

/** Such a value begins with its tag. */
function isInlineSum(c: FrameChecker, id: number): boolean {
  const type = c.types.get(id);
  return type.kind === "sum" && !type.isBoxed;
}

function isCellType(c: FrameChecker, id: number): boolean {
  const type = c.types.get(id);
  return type.kind === "env" || type.kind === "sum" && type.isBoxed;
}

function tag(isCell: boolean): Step {
  return (c) => {
    const whole = c.reference(1);
    const type = c.types.get(whole.type);
    ensure(type.kind === "sum" && type.isBoxed === isCell, "reads the tag of another form");
    const value = intValue({ low: 0, high: type.variants.length - 1 });
    value.tagOf = whole;
    c.define(0, value);
    return true;
  };
}

/** Takes `whole` apart into the registers of the list at operand `at`; `token` is what becomes of its cell. */
function unpackInto(c: FrameChecker, whole: Value, at: number, token?: Value): void {
  const fields = fieldsOfValue(c, whole);
  const words = taggedWords(c, at);
  ensure(words.length === fields.length, "has another number of operands");
  c.take(whole);
  if (token !== undefined) c.define(0, token);
  const first = isInlineSum(c, whole.type) ? 1 : 0;
  words.forEach((word, i) => {
    const id = fields[i] ?? -1;
    c.requireClass(word, id);
    const value = whole.count === FREE ? c.free(id) : c.made(id);
    const known = whole.parts?.get(first + i);
    if (known !== undefined) inheritFacts(value, known);
    c.state.set(word >> 2, value);
  });
}

function unpack(c: FrameChecker): boolean {
  const whole = c.reference(0);
  const type = c.types.get(whole.type);
  const isInline = type.kind === "struct" || type.kind === "sum" && !type.isBoxed;
  ensure(isInline && c.word(1) === (type.kind === "sum" ? 1 : 0), "takes another form apart");
  unpackInto(c, whole, 2);
  return true;
}

function boxedSum(c: FrameChecker, index: number): Value {
  const whole = c.reference(index);
  const type = c.types.get(whole.type);
  ensure(type.kind === "sum" && type.isBoxed, "takes another form apart");
  return whole;
}

/** `DEC` and `INC` count blocks, `DEC_VALUE` and `INC_VALUE` the parts of an inline value. */
function count(isInc: boolean, isInline: boolean): Step {
  return (c) => {
    const value = c.operand(0);
    if (isInline) c.requireType(value, c.word(1));
    ensure(isCountable(c, value, isInline), "counts a value of another form");
    if (!isInc) c.take(value);
    else {
      ensure(!isUnique(c, value), "counts up what has one owner");
      c.state.give(value);
    }
    return true;
  };
}

function isCountable(c: FrameChecker, { type }: Value, isInline: boolean): boolean {
  if (type === NO_TOKEN) return !isInline;
  if (type < 0) return type === EMPTY && isInline;
  const { kind, isCounted } = c.types.get(type);
  const hasParts = kind === "struct" || kind === "builder" ||
    kind === "sum" && !isCellType(c, type);
  return isCounted && kind !== "env" && hasParts === isInline;
}

function isUnique(c: FrameChecker, { type }: Value): boolean {
  if (type < 0) return true;
  const { kind } = c.types.get(type);
  return kind === "builder" || kind === "token";
}

function closure(c: FrameChecker): boolean {
  const type = c.types.get(c.word(1));
  const wrapper = c.facts.chunks[c.word(2)];
  ensure(type.kind === "fn" && wrapper !== undefined, "makes a closure of another type");
  const env = wrapper.env < 0 ? undefined : c.types.get(wrapper.env);
  ensure(env?.kind === "env", "makes a closure of a function that is none");
  const [, ...params] = wrapper.params;
  const fits = params.length === type.params.length &&
    params.every((param, i) => c.types.isSame(param.type, type.params[i] ?? -1)) &&
    c.types.isSame(wrapper.result, type.result);
  ensure(fits, "makes a closure of a function of another type");
  const captures = listValues(c, 3, env.captures);
  for (const capture of captures) c.take(capture);
  c.define(0, captures.length === 0 ? c.free(c.word(1)) : c.made(c.word(1)));
  return true;
}

function list(c: FrameChecker): boolean {
  const type = c.types.get(c.word(1));
  ensure(type.kind === "list", "makes a list of another type");
  const elements = listValues(c, 2, Array<number>(c.word(2)).fill(type.element));
  for (const element of elements) c.take(element);
  c.define(0, elements.length === 0 ? c.free(c.word(1)) : c.made(c.word(1)));
  return true;
}

function length(kind: "list" | "str"): Step {
  return (c) => {
    ensure(c.types.get(c.reference(1).type).kind === kind, `measures what is no ${kind}`);
    c.define(0, intValue(ANY_INT));
    return true;
  };
}

function extend(c: FrameChecker): boolean {
  const builder = c.operand(1);
  const open = c.operand(2);
  const { empty } = open;
  ensure(empty !== undefined && empty.field === c.word(3), "extends by another cell");
  const id = c.types.builderOf(empty.cell);
  ensure(id !== undefined && c.isOf(builder, id), "extends another builder");
  c.take(builder);
  c.take(open);
  c.define(0, c.made(id));
  return true;
}

function finish(c: FrameChecker): boolean {
  const [builder, value] = [c.operand(1), c.operand(2)];
  ensure(value.type >= 0, "finishes a builder by a scalar");
  const id = c.types.builderOf(value.type);
  ensure(id !== undefined && c.isOf(builder, id), "finishes another builder");
  c.take(builder);
  c.take(value);
  c.define(0, c.made(value.type));
  return true;
}

export const REFERENCE_STEPS: readonly (readonly [OpcodeName, Step])[] = [
  ["MOVE_R", (c) => {
    const value = c.operand(1);
    ensure(!c.isScalar(value), "moves a scalar as a reference");
    c.define(0, value);
    return true;
  }],
  ["LOAD_STR", (c) => {
    const id = c.types.str;
    ensure(id !== undefined, "loads a text without its type");
    c.define(0, c.free(id));
    return true;
  }],
  ["NO_TOKEN", (c) => {
    c.define(0, new Value(NO_TOKEN, 0, 0, FREE, undefined));
    return true;
  }],
  ["LOAD_EMPTY", (c) => {
    c.define(0, new Value(EMPTY, 0, 0, FREE, undefined));
    return true;
  }],
  ["MAKE", make],
  ["MAKE_SUM", makeSum],
  ["NEW", (c) => cell(c, c.word(1), c.word(2), 3, true)],
  ["REUSE", reuse],
  ["GET_S", get(false, false)],
  ["GET_R", get(true, false)],
  ["CELL_GET_S", get(false, true)],
  ["CELL_GET_R", get(true, true)],
  ["TAG", tag(false)],
  ["CELL_TAG", tag(true)],
  ["UNPACK", unpack],
  ["UNPACK_CELL", (c) => {
    unpackInto(c, boxedSum(c, 0), 1);
    return true;
  }],
  ["UNPACK_RESET", (c) => {
    const whole = boxedSum(c, 1);
    unpackInto(c, whole, 2, tokenOf(c, whole.type));
    return true;
  }],
  ["RESET", (c) => {
    const whole = boxedSum(c, 1);
    c.take(whole);
    c.define(0, tokenOf(c, whole.type));
    return true;
  }],
  ["INC", count(true, false)],
  ["DEC", count(false, false)],
  ["INC_VALUE", count(true, true)],
  ["DEC_VALUE", count(false, true)],
  ["CLOSURE", closure],
  ["LIST", list],
  ["LIST_LEN", length("list")],
  ["STR_LEN", length("str")],
  ["EXTEND", extend],
  ["FINISH", finish],
];
