/**
 * Patterns with every name resolved: what exhaustiveness checking and the decision trees of
 * `canon` work on. A part that a pattern leaves out (`..`) is an `any`.
 */
import { assertNever, InternalError, type Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { listType } from "../model/builtin.ts";
import type { FactsView } from "../model/facts.ts";
import type { FieldDef, LocalId, Type } from "../model/model.ts";
import { isBuiltin, prune, substitute, substitutionOf } from "../model/type.ts";

export type Pat =
  & {
    readonly type: Type;
    readonly span: Span;
    /** Locals that take the whole value matched here. */
    readonly binds: readonly LocalId[];
  }
  & (
    | { readonly kind: "any" }
    /** One field pattern per payload field of the variant number `variant`. */
    | { readonly kind: "variant"; readonly variant: number; readonly fields: readonly Pat[] }
    /** Struct or tuple, all fields. */
    | { readonly kind: "product"; readonly fields: readonly Pat[] }
    | { readonly kind: "newtype"; readonly inner: Pat }
    /** int, byte, char, bool (0 and 1), Duration, Size: inclusive bounds, open where absent. */
    | { readonly kind: "int"; readonly low: bigint | undefined; readonly high: bigint | undefined }
    | { readonly kind: "str"; readonly value: string }
    | { readonly kind: "float"; readonly value: number }
    /** Exactly as long as `before` and `after` together, or longer where `rest` stands between. */
    | {
      readonly kind: "list";
      readonly before: readonly Pat[];
      readonly rest: Pat | undefined;
      readonly after: readonly Pat[];
    }
    | { readonly kind: "or"; readonly alternatives: readonly Pat[] }
  );
export type PatOf<K extends Pat["kind"]> = Extract<Pat, { kind: K }>;

/** The facts about the nodes of a checked body that patterns need. */
export type PatternView = Pick<FactsView, "typeOf" | "resolutions">;

/** The pattern resolved, or undefined when a part of it was already reported as wrong. */
export function resolvePattern(view: PatternView, pattern: ast.Pattern): Pat | undefined {
  return new Resolver(view).resolve(pattern);
}

/** Types of the fields of a struct or tuple, or of the payload of variant `variant` of a sum. */
export function fieldTypes(type: Type, variant?: number): readonly Type[] {
  const t = prune(type);
  if (t.kind === "tuple") return t.elements;
  if (t.kind !== "con" || isBuiltin(t, "void")) return [];
  const map = substitutionOf(t.def.params, t.args);
  return fieldDefs(t, variant).map((field) => substitute(field.type, map));
}

/** The type of field `index` of a struct or tuple. */
export function fieldType(type: Type, index: number): Type {
  const t = prune(type);
  if (t.kind === "tuple") return t.elements[index] as Type;
  const field = fieldDefs(t)[index] as FieldDef;
  return t.kind === "con" ? substitute(field.type, substitutionOf(t.def.params, t.args)) : t;
}

/** Definitions of the fields of a struct, or of the payload of variant `variant` of a sum. */
export function fieldDefs(type: Type, variant?: number): readonly FieldDef[] {
  const t = prune(type);
  if (t.kind !== "con") return [];
  const body = t.def.body;
  if (body.kind === "struct") return body.fields;
  const found = body.kind === "sum" && variant !== undefined ? body.variants[variant] : undefined;
  if (found === undefined) {
    throw new InternalError(`no fields of ${t.def.name}`, { stage: "types", span: t.def.span });
  }
  return found.fields;
}

/** The type inside a newtype. */
export function newtypeInner(type: Type): Type {
  const t = prune(type);
  if (t.kind !== "con" || t.def.body.kind !== "newtype") {
    throw new InternalError("not a newtype", { stage: "types" });
  }
  return substitute(t.def.body.inner, substitutionOf(t.def.params, t.args));
}

class Resolver {
  constructor(private readonly view: PatternView) {}

  resolve(pattern: ast.Pattern): Pat | undefined {
    const type = prune(this.view.typeOf(pattern.id));
    if (type.kind === "error") return undefined;
    const base = { type, span: pattern.span, binds: [] };
    switch (pattern.kind) {
      case "Wildcard":
        return { ...base, kind: "any" };
      case "Bind":
        return this.#bind(pattern, type);
      case "Literal":
        return literal(pattern.value, base);
      case "Range":
        return this.#range(pattern, base);
      case "Variant":
        return this.#variant(pattern, type);
      case "Struct":
        return this.#fields(pattern, type, undefined);
      case "Tuple": {
        const fields = this.#all(pattern.elements);
        return fields && { ...base, kind: "product", fields };
      }
      case "List":
        return this.#list(pattern, type);
      case "Or": {
        const alternatives = this.#all(pattern.alternatives);
        return alternatives && { ...base, kind: "or", alternatives };
      }
      case "At": {
        const inner = this.resolve(pattern.pattern);
        const resolution = this.view.resolutions.get(pattern.id);
        if (inner === undefined || resolution?.kind !== "local") return undefined;
        return { ...inner, binds: [resolution.local, ...inner.binds] };
      }
      case "Error":
        return undefined;
      default:
        return assertNever(pattern, "types");
    }
  }

  #range({ id, start, end, isInclusive }: ast.PatternOf<"Range">, base: Base): Pat | undefined {
    const resolution = this.view.resolutions.get(id);
    if (resolution?.kind === "range") {
      return range(resolution.start, resolution.end, isInclusive, base);
    }
    if (start?.kind === "const" || end?.kind === "const") return undefined;
    return range(start, end, isInclusive, base);
  }

  #all(patterns: readonly ast.Pattern[]): readonly Pat[] | undefined {
    const result: Pat[] = [];
    for (const pattern of patterns) {
      const resolved = this.resolve(pattern);
      if (resolved === undefined) return undefined;
      result.push(resolved);
    }
    return result;
  }

  #bind(pattern: ast.PatternOf<"Bind">, type: Type): Pat | undefined {
    const resolution = this.view.resolutions.get(pattern.id);
    const base = { type, span: pattern.span };
    if (resolution?.kind === "local") return { ...base, kind: "any", binds: [resolution.local] };
    if (resolution?.kind === "constant") return literal(resolution.value, { ...base, binds: [] });
    if (resolution?.kind !== "variant") return undefined;
    return { ...base, binds: [], kind: "variant", variant: resolution.variant.index, fields: [] };
  }

  #variant(pattern: ast.PatternOf<"Variant">, type: Type): Pat | undefined {
    const resolution = this.view.resolutions.get(pattern.id);
    if (resolution?.kind === "newtype") {
      const field = pattern.fields[0]?.pattern;
      const inner = field === undefined
        ? anyPat(newtypeInner(type), pattern.span)
        : this.resolve(field);
      return inner && { kind: "newtype", inner, type, span: pattern.span, binds: [] };
    }
    if (resolution?.kind !== "variant") return undefined;
    return this.#fields(pattern, type, resolution.variant.index);
  }

  #fields(
    pattern: ast.PatternOf<"Variant"> | ast.PatternOf<"Struct">,
    type: Type,
    variant: number | undefined,
  ): Pat | undefined {
    const resolution = this.view.resolutions.get(pattern.id);
    const chosen = variant ??
      (resolution?.kind === "variant" ? resolution.variant.index : undefined);
    const defs = fieldDefs(type, chosen);
    const fields: Pat[] = fieldTypes(type, chosen).map((field) => anyPat(field, pattern.span));
    for (const [i, field] of pattern.fields.entries()) {
      const name = field.name?.text;
      const at = name === undefined ? i : defs.findIndex((def) => def.name === name);
      const resolved = this.resolve(field.pattern);
      if (resolved === undefined || fields[at] === undefined) return undefined;
      fields[at] = resolved;
    }
    const base = { type, span: pattern.span, binds: [], fields };
    return chosen === undefined
      ? { ...base, kind: "product" }
      : { ...base, kind: "variant", variant: chosen };
  }

  #list(pattern: ast.PatternOf<"List">, type: Type): Pat | undefined {
    const before = this.#all(pattern.before);
    const after = this.#all(pattern.after);
    if (before === undefined || after === undefined) return undefined;
    let rest: Pat | undefined;
    if (pattern.rest !== undefined) {
      const inner = pattern.rest.pattern;
      rest = inner === undefined ? anyPat(type, pattern.rest.span) : this.resolve(inner);
      if (rest === undefined) return undefined;
    }
    return { kind: "list", before, rest, after, type, span: pattern.span, binds: [] };
  }
}

/** The patterns directly inside `pat`: of fields, elements and `..rest`, or its alternatives. */
export function partsOf(pat: Pat): readonly Pat[] {
  switch (pat.kind) {
    case "variant":
    case "product":
      return pat.fields;
    case "newtype":
      return [pat.inner];
    case "list":
      return [...pat.before, ...(pat.rest === undefined ? [] : [pat.rest]), ...pat.after];
    case "or":
      return pat.alternatives;
    case "any":
    case "int":
    case "str":
    case "float":
      return [];
    default:
      return assertNever(pat, "types");
  }
}

/** A pattern that matches every value of `type`. */
export function anyPat(type: Type, span: Span): Pat {
  return { kind: "any", type, span, binds: [] };
}

/** Type of the elements of list type `type`. */
export function elementType(type: Type): Type {
  const t = prune(type);
  const element = t.kind === "con" && isBuiltin(t, "list") ? t.args[0] : undefined;
  if (element === undefined) throw new InternalError("not a list type", { stage: "types" });
  return element;
}

type Base = { readonly type: Type; readonly span: Span; readonly binds: readonly LocalId[] };

function literal(value: ast.LiteralPattern, base: Base): Pat {
  if (value.kind === "str") return { ...base, kind: "str", value: value.value };
  if (value.kind === "float") return { ...base, kind: "float", value: value.value };
  const number = scalarValue(value);
  return { ...base, kind: "int", low: number, high: number };
}

/** The char that follows `'\u{D7FF}'`: the code points between them are surrogates, which are no chars. */
export const BEHIND_SURROGATES = 0xe000n;
/** How many surrogates there are. */
export const SURROGATES = 0x800n;

function range(
  from: ast.LiteralPattern | undefined,
  to: ast.LiteralPattern | undefined,
  isInclusive: boolean,
  base: Base,
): Pat {
  const low = from && scalarValue(from);
  const end = to && scalarValue(to);
  const isOpen = end !== undefined && !isInclusive;
  const isChar = to?.kind === "char";
  const high = isOpen ? end - (isChar && end === BEHIND_SURROGATES ? SURROGATES + 1n : 1n) : end;
  return { ...base, kind: "int", low, high };
}

function scalarValue(value: ast.LiteralPattern): bigint {
  switch (value.kind) {
    case "int":
    case "duration":
    case "size":
      return value.value;
    case "char":
    case "byte":
      return BigInt(value.value);
    case "bool":
      return value.value ? 1n : 0n;
    case "str":
    case "float":
      throw new InternalError(`range over ${value.kind}`, { stage: "types" });
    default:
      return assertNever(value, "types");
  }
}

/** A list type of the same kind, for the `..rest` of a list pattern. */
export function restType(type: Type): Type {
  return listType(elementType(type));
}
