/** Diagnostics of bodies. Tests of programs rely on parts of the wording: `errors_infer_test.ts`. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic, Label } from "../../diagnostics/mod.ts";
import type { Name } from "../../syntax/mod.ts";
import type { TraitDef, TraitRef, Type, Unsatisfied } from "../model/model.ts";
import { showTogether, showType } from "../model/show_type.ts";
import { conType, isBuiltin, prune } from "../model/type.ts";
import { didYouMean, error, expectedFound, list, plural } from "./errors_common.ts";
import { showTraitRef } from "./errors_declare.ts";

export * from "./errors_call.ts";
export * from "./errors_control.ts";
export * from "./errors_iterator.ts";
export * from "./errors_pattern.ts";

/** A block whose value is dropped by the `;` behind its last expression. */
export function valueDropped(expected: Type, found: Type, span: Span, semicolon: Span): Diagnostic {
  const text = expectedFound(expected, found);
  return error("E2001", `type mismatch: ${text}`, span, text, {
    related: [{ span: semicolon, text: "this `;` drops the value" }],
    fix: { title: "remove the `;`", edits: [{ span: semicolon, text: "" }] },
  });
}

// --- Types ---------------------------------------------------------------------------------------

export function typeMismatch(expected: Type, found: Type, span: Span, why?: Label): Diagnostic {
  const text = expectedFound(expected, found);
  const help = conversionHelp(expected, found);
  return error("E2001", `type mismatch: ${text}`, span, text, {
    ...(why === undefined || isSame(why.span, span) ? {} : { related: [why] }),
    ...(help === undefined ? {} : { help }),
  });
}

function isSame(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

const CONVERTIBLE: ReadonlySet<string> = new Set([
  "int float",
  "float int",
  "byte int",
  "int byte",
  "char int",
]);

function builtinName(type: Type): string {
  return type.kind === "con" && type.def.body.kind === "builtin" ? type.def.body.name : "";
}

/** The text of the conversion that was left out. */
function conversionHelp(expected: Type, found: Type): string | undefined {
  const to = prune(expected);
  const from = prune(found);
  const target = builtinName(to);
  if (isBuiltin(to, "str") && from.kind !== "fn") return "use `str(x)` to make text of a value";
  const source = from.kind === "var" && from.isIntLiteral ? "int" : builtinName(from);
  if (CONVERTIBLE.has(`${source} ${target}`)) return `use \`${target}(x)\` to convert`;
  if (to.kind !== "con" || !isBuiltin(to, "list")) return undefined;
  const element = prune(to.args[0] as Type);
  const isElement = element.kind === "con" && from.kind === "con" && element.def === from.def;
  return isElement ? "use `[x]` to make a list of one element" : undefined;
}

export function typeNotInferred(span: Span, what: string): Diagnostic {
  return error("E2005", `type cannot be inferred: ${what}`, span, "nothing here tells its type", {
    help: "write the type: `let x: T = ..` or `(x: T) -> ..`",
  });
}

export function intOutOfRange(value: bigint, isByte: boolean, span: Span): Diagnostic {
  const type = isByte ? "byte" : "int";
  const range = isByte ? "0 to 255" : "-9223372036854775808 to 9223372036854775807";
  return error(
    "E2068",
    `integer literal out of range for \`${type}\``,
    span,
    `${value} does not fit`,
    {
      notes: [`\`${type}\` holds ${range}`],
    },
  );
}

export function wrongTypeArgumentCount(
  owner: string,
  expected: number,
  found: number,
  span: Span,
): Diagnostic {
  const message = `\`${owner}\` takes ${plural(expected, "type argument")}, found ${found}`;
  return error("E2004", message, span, `expected ${expected}`);
}

export function propertyNameRequired(
  what: string,
  names: readonly string[],
  span: Span,
): Diagnostic {
  return error("E2011", `${what} needs the names of its arguments`, span, "has no name", {
    help: `the names are ${list(names)}`,
  });
}

export function notSupported(what: string, span: Span): Diagnostic {
  const verb = what.endsWith("s") && !what.endsWith("`") ? "are" : "is";
  return error("E2040", `${what} ${verb} not supported yet`, span, "not supported yet");
}

function reason(because: Unsatisfied | undefined): Partial<Diagnostic> {
  if (because === undefined) return {};
  const missing = `\`${showType(because.self)}\` does not implement \`${
    showTraitRef(because.ref)
  }\``;
  return { notes: [`because ${missing}`] };
}

export function boundNotMet(
  self: Type,
  ref: TraitRef,
  owner: string,
  span: Span,
  because: Unsatisfied | undefined,
): Diagnostic {
  const trait = showTraitRef(ref);
  const message = `\`${showType(self)}\` does not satisfy trait bound \`${trait}\``;
  return error("E2009", message, span, `required by \`${owner}\``, reason(because));
}

/** An impl whose methods take their handler as `self`, where a bound lets them be called on the type. */
export function handlerIsNoType(
  self: Type,
  trait: TraitDef,
  span: Span,
  impl: Span,
): Diagnostic {
  const message = `\`${
    showType(self)
  }\` does not satisfy trait bound \`${trait.name}\`: its methods need a handler`;
  return error("E2009", message, span, "used as a type here", {
    related: [{ span: impl, text: "this implementation adds `self`" }],
    help: "call the methods on a value, or provide the value as a handler with `with`",
  });
}

export function traitMissing(
  self: Type,
  ref: TraitRef,
  method: string,
  span: Span,
  because: Unsatisfied | undefined,
): Diagnostic {
  const trait = showTraitRef(ref);
  const message = `\`${showType(self)}\` does not implement \`${trait}\``;
  return error("E2009", message, span, `\`${method}\` needs \`${trait}\``, reason(because));
}

/** A value that lacks `part`, one of the traits that `expected` asks for, or the arguments stated of it. */
export function noObject(
  type: Type,
  expected: Type,
  part: TraitRef,
  span: Span,
  because: Unsatisfied | undefined,
): Diagnostic {
  const lacking = conType(part.trait.object, part.args);
  const [trait, found, lacked] = showTogether(expected, type, lacking);
  const message = `type mismatch: expected an object of trait \`${trait}\`, found \`${found}\``;
  const lacks = `does not implement \`${lacked}\``;
  return error("E2001", message, span, lacks, reason(because));
}

export function notPrintable(
  type: Type,
  span: Span,
  because: Unsatisfied | undefined,
): Diagnostic {
  const message = `\`${showType(type)}\` does not implement \`Printable\``;
  return error("E2038", message, span, "cannot be turned into text", {
    ...reason(because),
    help: "derive it with `#derive(Printable)` or implement `Printable`",
  });
}

/** `type` as the key of a map or the element of a set. */
export function notAKey(type: Type, span: Span, because: Unsatisfied | undefined): Diagnostic {
  const message = `\`${showType(type)}\` cannot be used as map key`;
  const t = prune(type);
  const isDerivable = t.kind === "con" && t.def.body.kind !== "builtin";
  return error("E2031", message, span, "keys and elements of sets need `Eq` and `Hashable`", {
    ...reason(because),
    ...(isDerivable ? { help: "derive both with `#derive(Eq, Hashable)`" } : {}),
  });
}

/** `map[key] += value`: what is read is an Option. */
export function compoundAtKey(op: string, read: Type, span: Span): Diagnostic {
  const message = `\`${op}\` on a key of a map, which may be absent`;
  return error("E2050", message, span, `this is \`${showType(read)}\``, {
    help: `give the value for an absent key: \`m[k] = (m[k] ?? 0) ${op.slice(0, -1)} value\``,
  });
}

// --- Names ---------------------------------------------------------------------------------------

export function unknownName(name: string, span: Span, candidates: Iterable<string>): Diagnostic {
  const message = `unknown identifier \`${name}\``;
  return error("E2003", message, span, "not found in this scope", didYouMean(name, candidates));
}

export function noSelf(span: Span): Diagnostic {
  return error("E2003", "unknown identifier `self`", span, "there is no `self` here", {
    help: "`self` is the first parameter of methods",
  });
}

export function typeIsNoValue(name: string, span: Span): Diagnostic {
  const message = `\`${name}\` is a type or module, not a value`;
  return error("E2005", `type cannot be inferred: ${message}`, span, "not a value");
}

export function capturesItself(name: string, span: Span): Diagnostic {
  const message = `closure cannot capture itself: \`${name}\` is not defined yet`;
  return error("E2007", message, span, "used inside its own definition", {
    help: "make it a function: `@name (..) -> T = ..`",
  });
}

export function cyclicConstant(name: string, span: Span): Diagnostic {
  return error("E2005", `the value of constant \`${name}\` needs itself`, span, "defined here", {
    help: "write the type of the constant",
  });
}

export function longConstantChain(name: string, span: Span): Diagnostic {
  const message = `the type of constant \`${name}\` follows from too many other constants`;
  return error("E2005", message, span, "defined here", { help: "write the type of the constant" });
}

// --- Members -------------------------------------------------------------------------------------

export function unknownMethod(name: Name, self: Type, candidates: Iterable<string>): Diagnostic {
  const message = `\`${showType(self)}\` has no method \`${name.text}\``;
  return error("E2016", message, name.span, "unknown method", didYouMean(name.text, candidates));
}

export function unknownAssociated(
  name: Name,
  self: Type,
  candidates: Iterable<string>,
): Diagnostic {
  const message = `\`${showType(self)}\` has no associated function or variant \`${name.text}\``;
  return error("E2016", message, name.span, "not found", didYouMean(name.text, candidates));
}

export function unknownTraitMethod(
  name: Name,
  trait: string,
  candidates: Iterable<string>,
): Diagnostic {
  const message = `trait \`${trait}\` has no method \`${name.text}\``;
  return error("E2016", message, name.span, "unknown method", didYouMean(name.text, candidates));
}

export function ambiguousMethod(name: Name, traits: readonly string[]): Diagnostic {
  const message = `ambiguous method \`${name.text}\``;
  return error("E2023", message, name.span, `found in ${list(traits)}`, {
    help: `name the trait: \`${traits[0] ?? "Trait"}.${name.text}(..)\``,
  });
}

export function unknownField(
  name: Name,
  type: Type,
  candidates: readonly string[],
  isMethod: boolean,
): Diagnostic {
  const message = `\`${showType(type)}\` has no field \`${name.text}\``;
  const help = isMethod
    ? { help: `it is a method: call it with \`.${name.text}()\`` }
    : didYouMean(name.text, candidates);
  return error("E2015", message, name.span, "unknown field", help);
}

/** `type` is an `Option` or a `Result`, and what it holds has the field. */
export function fieldInside(name: Name, type: Type): Diagnostic {
  const message = `\`${showType(type)}\` has no field \`${name.text}\``;
  return error("E2015", message, name.span, "unknown field", {
    help: "the value inside has it: get at the value with `match`, `?` or `??`, " +
      `or use \`.map(transform: x -> x.${name.text})\``,
  });
}

export function noTupleField(index: number, type: Type, span: Span): Diagnostic {
  const t = prune(type);
  const message = t.kind === "tuple"
    ? `a tuple of ${t.elements.length} elements has no element ${index}`
    : `\`${showType(type)}\` is not a tuple`;
  return error("E2015", message, span, "no such element");
}

export function notIndexable(type: Type, span: Span): Diagnostic {
  const message = `\`${showType(type)}\` does not support indexing`;
  return error("E2025", message, span, "cannot be indexed");
}

export function missingFields(type: Type, missing: readonly string[], span: Span): Diagnostic {
  const word = missing.length === 1 ? "field" : "fields";
  const message = `missing ${word} ${list(missing)} of \`${showType(type)}\``;
  return error("E2066", message, span, `${list(missing)} not given`);
}

export function duplicateField(name: Name): Diagnostic {
  const message = `field \`${name.text}\` is given twice`;
  return error("E2006", message, name.span, "given again here");
}

export function unknownStruct(name: string, span: Span, candidates: Iterable<string>): Diagnostic {
  const message = `unknown type \`${name}\``;
  return error("E2002", message, span, "not found", didYouMean(name, candidates));
}

export function notAStruct(name: string, span: Span): Diagnostic {
  return error("E2001", `type mismatch: \`${name}\` is not a struct`, span, "has no fields");
}

/** `{ "a": 1, x }`: what only a struct may leave out. */
export function entryWithoutValue(name: Name): Diagnostic {
  const { span, text } = name;
  return error("E1001", `expected \`:\` and a value behind the key \`${text}\``, span, "no value", {
    help: "only the fields of a struct can be given by their name alone",
    fix: { title: "write the value", edits: [{ span, text: `${text}: ${text}` }] },
  });
}

// --- Operators -----------------------------------------------------------------------------------

export function operandMustBe(
  side: "left" | "right",
  family: "logical" | "bitwise",
  op: string,
  wanted: string,
  found: Type,
  span: Span,
): Diagnostic {
  const message = `${side} operand of ${family} operator must be \`${wanted}\`, ` +
    `found \`${showType(found)}\``;
  return error("E2020", message, span, `operand of \`${op}\``);
}

export function badOperands(
  op: string,
  left: Type,
  right: Type,
  span: Span,
  trait: string | undefined,
): Diagnostic {
  const [first, second] = showTogether(left, right);
  const message =
    `type mismatch: cannot apply operator \`${op}\` to \`${first}\` and \`${second}\``;
  const isOneType = first === second;
  const help = chainHelp(op, left) ?? (isOneType ? undefined : operandHelp(left, right)) ??
    (trait === undefined ? undefined : `\`${first}\` would need \`${trait}\``);
  const text = isOneType ? "not supported by this type" : "these operands do not go together";
  return error("E2020", message, span, text, {
    ...(help === undefined ? {} : { help }),
  });
}

/** `a < b < c` compares a `bool` with `c`. */
function chainHelp(op: string, left: Type): string | undefined {
  const isOrder = op === "<" || op === "<=" || op === ">" || op === ">=";
  if (!isOrder || !isBuiltin(left, "bool")) return undefined;
  return "comparisons are not chained: write `a < b && b < c`";
}

/** The conversion that gives two operands one type. */
function operandHelp(left: Type, right: Type): string | undefined {
  if (isBuiltin(left, "str")) return "use `str(x)` to make text of the right operand";
  if (isBuiltin(right, "str")) return "use `str(x)` to make text of the left operand";
  if (isNumber(left, "int") && isBuiltin(right, "float")) {
    return "use `float(x)` on the left operand, or `int(x)` on the right one";
  }
  if (isBuiltin(left, "float") && isNumber(right, "int")) {
    return "use `float(x)` on the right operand, or `int(x)` on the left one";
  }
  if (isBuiltin(left, "byte") || isBuiltin(right, "byte")) {
    return "use `int(x)` or `byte(x)` to convert one operand";
  }
  if (isBuiltin(left, "list") && !isBuiltin(right, "list")) {
    return "use `[x]` to make a list of the right operand";
  }
  return undefined;
}

function isNumber(type: Type, name: string): boolean {
  const t = prune(type);
  return isBuiltin(t, name) || t.kind === "var" && t.isIntLiteral;
}

export function badOperand(op: string, type: Type, span: Span): Diagnostic {
  const message = `cannot apply operator \`${op}\` to \`${showType(type)}\``;
  const help = op === "!" && isBuiltin(type, "int")
    ? { help: "use `~` for the bitwise complement" }
    : op === "~" && isBuiltin(type, "bool")
    ? { help: "use `!` for logical negation" }
    : {};
  return error("E2020", message, span, "not supported by this type", help);
}

export function noConversion(from: Type, to: Type, span: Span): Diagnostic {
  const [source, target] = showTogether(from, to);
  const message = `no conversion from \`${source}\` to \`${target}\``;
  const isParse = isBuiltin(from, "str") && (isBuiltin(to, "int") || isBuiltin(to, "float"));
  return error("E2036", message, span, "cannot be converted", {
    ...(isParse ? { help: `\`text as? ${showType(to)}\` reads a number, as an \`Option\`` } : {}),
  });
}

export function notCoalescable(type: Type, span: Span): Diagnostic {
  const message = `type mismatch: the left side of \`??\` must be an \`Option\` or a \`Result\`, ` +
    `found \`${showType(type)}\``;
  return error("E2001", message, span, "is never absent");
}
