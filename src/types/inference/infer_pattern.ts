/** Patterns: their types, the locals they bind, and whether they can fail. */
import { assertNever } from "../../base/mod.ts";
import { suggest } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { canEndRange } from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import {
  BOOL,
  BYTE,
  CHAR,
  DURATION,
  FLOAT,
  listType,
  SIZE,
  STR,
  tupleType,
} from "../model/builtin.ts";
import type { FieldDef, FnDef, LocalDef, Type, TypeDef } from "../model/model.ts";
import {
  conType,
  ERROR_TYPE,
  isBuiltin,
  prune,
  substitute,
  substitutionOf,
} from "../model/type.ts";
import { variantsOf } from "../model/type_members.ts";
import type { Unifier } from "../model/unify.ts";
import type { BodyContext, Patterns } from "./body_context.ts";
import { constantLiteral, constantNamed } from "./constant_literal.ts";
import { newtypeInner } from "./infer_name.ts";
import { instantiateType, payloadTypes } from "./instantiate.ts";
import { alwaysMatches } from "./irrefutable.ts";
import { defOfPath, newtypeOf, variantOfName, variantOfPath } from "./named_variants.ts";
import type { Recorder } from "./recorder.ts";

/** Names bound so far by one pattern. */
interface Bindings {
  readonly names: Map<string, LocalDef>;
  /** The names of the first alternative of an or-pattern, whose locals the others share. */
  readonly shared?: ReadonlyMap<string, LocalDef>;
  readonly isMutable: boolean;
  /** Whether `$NAME` of a constant stands for its value: where a pattern may fail. */
  readonly comparesConstants: boolean;
}

/** Checks `pattern` against a value of type `type` and declares what it binds. */
export function bindPattern(cx: Patterns, pattern: ast.Pattern, type: Type): void {
  visit(cx, pattern, type, { names: new Map(), isMutable: true, comparesConstants: true });
}

/** Checks the patterns of parameters, which bind names together; the names cannot be assigned. */
export function bindParams(
  cx: Patterns,
  patterns: readonly ast.Pattern[],
  types: readonly Type[],
): void {
  const bindings: Bindings = { names: new Map(), isMutable: false, comparesConstants: true };
  patterns.forEach((pattern, i) => visit(cx, pattern, types[i] ?? ERROR_TYPE, bindings));
}

/** `bindPattern` where a pattern that can fail is wrong: in `let`, `for` and parameters. */
export function bindIrrefutable(
  cx: Patterns,
  pattern: ast.Pattern,
  type: Type,
  place: "let" | "for" | "lambda" | "parameter",
): void {
  const before = cx.record.errorCount;
  visit(cx, pattern, type, { names: new Map(), isMutable: true, comparesConstants: false });
  if (cx.record.errorCount > before) return;
  if (!alwaysMatches(cx.facts, pattern, true)) {
    cx.record.report(errors.refutablePattern(place, pattern.span));
  } else if (place === "let" && !alwaysMatches(cx.facts, pattern, false)) {
    cx.record.report(errors.listInLet(pattern.span));
  }
}

function visit(cx: Patterns, pattern: ast.Pattern, type: Type, bindings: Bindings): void {
  cx.facts.setType(pattern.id, type);
  switch (pattern.kind) {
    case "Wildcard":
      return;
    case "Bind":
      return visitBind(cx, pattern, type, bindings);
    case "Literal":
      return visitLiteral(cx, pattern, pattern.value, type);
    case "Range":
      return visitRange(cx, pattern, type);
    case "Variant":
      return visitVariant(cx, pattern, type, bindings);
    case "Struct":
      return visitStruct(cx, pattern, type, bindings);
    case "Tuple":
      return visitTuple(cx, pattern, type, bindings);
    case "List":
      return visitList(cx, pattern, type, bindings);
    case "Or":
      return visitOr(cx, pattern, type, bindings);
    case "At":
      bind(cx, pattern.id, pattern.name, type, bindings, pattern.isConst);
      return visit(cx, pattern.pattern, type, bindings);
    case "Error":
      cx.record.errorCount++;
      cx.facts.setType(pattern.id, ERROR_TYPE);
      return;
    default:
      assertNever(pattern, "types");
  }
}

function expectType(
  cx: Pick<BodyContext, "facts" | "record" | "unifier">,
  pattern: ast.Pattern,
  wanted: Type,
  type: Type,
): boolean {
  if (cx.unifier.unify(type, wanted)) return true;
  cx.record.report(errors.patternMismatch(type, wanted, pattern.span));
  cx.facts.setType(pattern.id, ERROR_TYPE);
  return false;
}

// --- Names ---------------------------------------------------------------------------------------

function visitBind(
  cx: Patterns,
  pattern: ast.PatternOf<"Bind">,
  type: Type,
  bindings: Bindings,
): void {
  if (
    pattern.isConst && bindings.comparesConstants && cx.scopes.lookup(pattern.name) === undefined
  ) {
    const constant = constantNamed(cx.module, pattern.name);
    if (constant !== undefined) return visitConstant(cx, pattern, constant, type);
  }
  const variant = pattern.isConst ? undefined : variantOfName(cx.module, pattern.name, type);
  if (variant === undefined) {
    const name = { text: pattern.name, span: pattern.span };
    if (!pattern.isConst) warnOfMisspelled(cx.record, name, type);
    return bind(cx, pattern.id, name, type, bindings, pattern.isConst);
  }
  const [def, found] = variant;
  cx.facts.resolutions.set(pattern.id, { kind: "variant", type: def, variant: found });
  if (!expectType(cx, pattern, sumType(cx.unifier, def, type), type)) return;
  if (found.fields.length > 0) {
    cx.record.report(errors.payloadIgnored(found.name, found.fields.length, pattern.span));
  }
}

/** A name with a capital that is nearly a variant: it binds, and was hardly meant to. */
function warnOfMisspelled(record: Recorder, name: ast.Name, type: Type): void {
  const t = prune(type);
  if (t.kind !== "con" || t.def.body.kind !== "sum" || !/^[A-Z]/.test(name.text)) return;
  const { variants } = t.def.body;
  const meant = suggest(name.text, variants.map((variant) => variant.name));
  const similar = variants.find((variant) => variant.name === meant);
  if (similar !== undefined) record.report(errors.misspelledVariant(name, similar, t));
}

/** `def` with the arguments of `type` if that is the same sum, else with open ones. */
function sumType(unifier: Unifier, def: TypeDef, type: Type): Type & { kind: "con" } {
  const t = prune(type);
  return t.kind === "con" && t.def === def ? t : instantiateType(unifier, def);
}

function bind(
  cx: Patterns,
  node: ast.NodeId,
  name: ast.Name,
  type: Type,
  bindings: Bindings,
  isConst: boolean,
): void {
  const shared = bindings.shared?.get(name.text);
  const previous = bindings.names.get(name.text);
  if (previous !== undefined) {
    cx.record.report(errors.boundTwice(name, previous.span));
    return;
  }
  let local: LocalDef;
  if (shared === undefined) {
    local = cx.scopes.declare(name.text, type, bindings.isMutable && !isConst, name.span);
  } else {
    local = shared;
    if (!cx.unifier.unify(shared.type, type)) {
      cx.record.report(errors.alternativeTypesDiffer(name, shared.type, type, shared.span));
    }
  }
  bindings.names.set(name.text, local);
  cx.facts.resolutions.set(node, { kind: "local", local: local.id });
}

/** All alternatives bind the same names, which share their locals. */
function visitOr(
  cx: Patterns,
  pattern: ast.PatternOf<"Or">,
  type: Type,
  bindings: Bindings,
): void {
  const [first, ...others] = pattern.alternatives;
  if (first === undefined) return;
  const inFirst: Bindings = { ...bindings, names: new Map() };
  visit(cx, first, type, inFirst);
  for (const other of others) {
    const names = new Map<string, LocalDef>();
    visit(cx, other, type, { ...bindings, names, shared: inFirst.names });
    for (const local of inFirst.names.values()) {
      if (!names.has(local.name)) cx.record.report(errors.notBoundIn(local, other.span));
    }
    for (const local of names.values()) {
      if (!inFirst.names.has(local.name)) cx.record.report(errors.notBoundIn(local, first.span));
    }
  }
  for (const [name, local] of inFirst.names) bindings.names.set(name, local);
}

// --- Values --------------------------------------------------------------------------------------

function visitConstant(
  cx: Patterns,
  pattern: ast.PatternOf<"Bind">,
  constant: FnDef,
  type: Type,
): void {
  const value = constantLiteral(cx.program, constant);
  if (value === undefined) {
    cx.record.report(errors.notSupported("patterns of constants that are computed", pattern.span));
    cx.facts.setType(pattern.id, ERROR_TYPE);
    return;
  }
  cx.facts.resolutions.set(pattern.id, { kind: "constant", value });
  visitLiteral(cx, pattern, value, type);
}

function visitRange(cx: Patterns, pattern: ast.PatternOf<"Range">, type: Type): void {
  const start = rangeEnd(cx, pattern, pattern.start);
  const end = rangeEnd(cx, pattern, pattern.end);
  if (start === "wrong" || end === "wrong") {
    cx.facts.setType(pattern.id, ERROR_TYPE);
    return;
  }
  if (start !== undefined) visitLiteral(cx, pattern, start, type);
  if (end !== undefined) visitLiteral(cx, pattern, end, type);
  if (start !== pattern.start || end !== pattern.end) {
    cx.facts.resolutions.set(pattern.id, { kind: "range", start, end });
  }
}

/** An end of a range as a literal; one that is none is reported. */
function rangeEnd(
  cx: Patterns,
  { span }: ast.PatternOf<"Range">,
  end: ast.RangeEnd | undefined,
): ast.LiteralPattern | undefined | "wrong" {
  if (end?.kind !== "const") return end;
  const constant = constantNamed(cx.module, end.name);
  if (constant === undefined) {
    if (cx.module.brokenNames.has(end.name)) cx.record.errorCount++; // its import was reported
    else cx.record.report(errors.unknownName(end.name, end.span, cx.module.values.keys()));
    return "wrong";
  }
  const value = constantLiteral(cx.program, constant);
  if (value === undefined) {
    cx.record.report(errors.notSupported("patterns of constants that are computed", end.span));
  } else if (!canEndRange(value)) {
    cx.record.report(errors.rangeOf(value.kind, span));
  } else {
    return value;
  }
  return "wrong";
}

function visitLiteral(
  cx: Pick<BodyContext, "facts" | "record" | "unifier">,
  pattern: ast.Pattern,
  literal: ast.LiteralPattern,
  type: Type,
): void {
  switch (literal.kind) {
    case "int":
      if (!expectType(cx, pattern, cx.unifier.freshIntLiteral(), type)) return;
      cx.record.intLiterals.push({ value: literal.value, type, span: pattern.span });
      return;
    case "float":
      return void expectType(cx, pattern, FLOAT, type);
    case "str":
      return void expectType(cx, pattern, STR, type);
    case "char":
      return void expectType(cx, pattern, CHAR, type);
    case "byte":
      return void expectType(cx, pattern, BYTE, type);
    case "bool":
      return void expectType(cx, pattern, BOOL, type);
    case "duration":
      return void expectType(cx, pattern, DURATION, type);
    case "size":
      return void expectType(cx, pattern, SIZE, type);
    default:
      assertNever(literal, "types");
  }
}

function visitTuple(
  cx: Patterns,
  pattern: ast.PatternOf<"Tuple">,
  type: Type,
  bindings: Bindings,
): void {
  const known = prune(type);
  const fits = known.kind === "tuple" && known.elements.length === pattern.elements.length;
  const elements = fits ? known.elements : pattern.elements.map(() => cx.unifier.fresh());
  if (!fits && !expectType(cx, pattern, tupleType(elements), type)) {
    return visitAll(cx, pattern.elements, bindings);
  }
  pattern.elements.forEach((element, i) => visit(cx, element, elements[i] as Type, bindings));
}

/** Parts of a pattern that was reported: their names are declared, to keep quiet about them. */
function visitAll(cx: Patterns, patterns: readonly ast.Pattern[], bindings: Bindings): void {
  for (const pattern of patterns) visit(cx, pattern, ERROR_TYPE, bindings);
}

function visitList(
  cx: Patterns,
  pattern: ast.PatternOf<"List">,
  type: Type,
  bindings: Bindings,
): void {
  const known = prune(type);
  const isList = known.kind === "con" && isBuiltin(known, "list");
  const wanted = isList ? known : listType(cx.unifier.fresh());
  const fits = isList || expectType(cx, pattern, wanted, type);
  const element = fits ? (wanted as Type & { kind: "con" }).args[0] as Type : ERROR_TYPE;
  for (const part of pattern.before) visit(cx, part, element, bindings);
  const rest = pattern.rest?.pattern;
  if (rest !== undefined) visit(cx, rest, fits ? wanted : ERROR_TYPE, bindings);
  for (const part of pattern.after) visit(cx, part, element, bindings);
}

// --- Structs and variants ------------------------------------------------------------------------

function visitVariant(
  cx: Patterns,
  pattern: ast.PatternOf<"Variant">,
  type: Type,
  bindings: Bindings,
): void {
  const newtype = newtypeOf(cx, pattern.path, type);
  if (newtype !== undefined) return visitNewtype(cx, pattern, newtype, type, bindings);
  const found = variantOfPath(cx, pattern.path, type);
  if (found === undefined) {
    const names = variantsOf(type).map((variant) => variant.name);
    if (prune(type).kind !== "error") {
      cx.record.report(errors.unknownVariant(pattern.path, type, names));
    }
    return failFields(cx, pattern, bindings);
  }
  const [def, variant] = found;
  const sum = sumType(cx.unifier, def, type);
  cx.facts.resolutions.set(pattern.id, { kind: "variant", type: def, variant });
  if (!expectType(cx, pattern, sum, type)) return failFields(cx, pattern, bindings);
  const types = payloadTypes(sum, variant);
  visitFields(cx, pattern, variant.fields, types, `variant \`${variant.name}\``, bindings);
}

function failFields(
  cx: Patterns,
  pattern: ast.PatternOf<"Variant"> | ast.PatternOf<"Struct">,
  bindings: Bindings,
): void {
  cx.facts.setType(pattern.id, ERROR_TYPE);
  visitAll(cx, pattern.fields.map((field) => field.pattern), bindings);
}

function visitNewtype(
  cx: Patterns,
  pattern: ast.PatternOf<"Variant">,
  def: TypeDef,
  type: Type,
  bindings: Bindings,
): void {
  const whole = sumType(cx.unifier, def, type);
  cx.facts.resolutions.set(pattern.id, { kind: "newtype", type: def });
  if (!expectType(cx, pattern, whole, type)) return failFields(cx, pattern, bindings);
  const [field, ...others] = pattern.fields;
  if (field === undefined || others.length > 0) {
    const what = `newtype \`${def.name}\``;
    cx.record.report(errors.patternFieldCount(what, 1, pattern.fields.length, pattern.span));
    return failFields(cx, pattern, bindings);
  }
  visit(cx, field.pattern, newtypeInner(whole), bindings);
}

function visitStruct(
  cx: Patterns,
  pattern: ast.PatternOf<"Struct">,
  type: Type,
  bindings: Bindings,
): void {
  const { path } = pattern;
  const known = prune(type);
  const variant = path === undefined ? undefined : variantOfPath(cx, path, type);
  if (variant !== undefined) {
    const sum = sumType(cx.unifier, variant[0], type);
    cx.facts.resolutions.set(pattern.id, {
      kind: "variant",
      type: variant[0],
      variant: variant[1],
    });
    if (!expectType(cx, pattern, sum, type)) return failFields(cx, pattern, bindings);
    const types = payloadTypes(sum, variant[1]);
    const what = `variant \`${variant[1].name}\``;
    return visitFields(cx, pattern, variant[1].fields, types, what, bindings);
  }
  const def = path === undefined
    ? (known.kind === "con" ? known.def : undefined)
    : defOfPath(cx, path.names);
  if (def?.body.kind !== "struct" || def.objectOf !== undefined) {
    if (known.kind !== "error") cx.record.report(errors.noStructPattern(path, known, pattern.span));
    return failFields(cx, pattern, bindings);
  }
  const whole = known.kind === "con" && known.def === def
    ? known
    : conType(def, def.params.map(() => cx.unifier.fresh()));
  cx.facts.resolutions.set(pattern.id, { kind: "struct", type: def });
  if (!expectType(cx, pattern, whole, type) || whole.kind !== "con") {
    return failFields(cx, pattern, bindings);
  }
  const map = substitutionOf(def.params, whole.args);
  const types = def.body.fields.map((field) => substitute(field.type, map));
  visitFields(cx, pattern, def.body.fields, types, `struct \`${def.name}\``, bindings);
}

/** Parts by name or position; those not named must be covered by `..`, except in structs. */
function visitFields(
  cx: Patterns,
  pattern: ast.PatternOf<"Variant"> | ast.PatternOf<"Struct">,
  defs: readonly FieldDef[],
  types: readonly Type[],
  what: string,
  bindings: Bindings,
): void {
  const seen = new Set<number>();
  pattern.fields.forEach((field, i) => {
    const name = field.name;
    const at = name === undefined ? i : defs.findIndex((def) => def.name === name.text);
    if (name !== undefined && at < 0) {
      cx.record.report(errors.unknownPatternField(name, what, defs.map((def) => def.name)));
    } else if (name !== undefined && seen.has(at)) {
      cx.record.report(errors.duplicateField(name));
    }
    seen.add(at);
    visit(cx, field.pattern, types[at] ?? ERROR_TYPE, bindings);
  });
  const isTooLong = pattern.fields.length > defs.length;
  const mustBeComplete = pattern.kind === "Variant" && pattern.hasParens;
  const isShort = mustBeComplete && !pattern.hasRest && pattern.fields.length < defs.length;
  if (isTooLong || isShort) {
    cx.record.report(
      errors.patternFieldCount(what, defs.length, pattern.fields.length, pattern.span),
    );
    cx.facts.setType(pattern.id, ERROR_TYPE);
  }
}
