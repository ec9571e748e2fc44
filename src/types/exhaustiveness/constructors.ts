/** The constructors by which a column of a pattern matrix is split, per type. */
import { assertNever, InternalError } from "../../base/mod.ts";
import type { Type } from "../model/model.ts";
import { isBuiltin, prune } from "../model/type.ts";
import {
  BEHIND_SURROGATES,
  elementType,
  fieldDefs,
  fieldTypes,
  newtypeInner,
  type Pat,
  type PatOf,
  SURROGATES,
} from "./pattern.ts";

export type Constructor =
  | { readonly kind: "variant"; readonly variant: number }
  | { readonly kind: "product" }
  | { readonly kind: "newtype" }
  /** All values from `low` to `high`. */
  | { readonly kind: "interval"; readonly low: bigint; readonly high: bigint }
  | { readonly kind: "str"; readonly value: string }
  | { readonly kind: "float"; readonly value: number }
  /** Lists of `prefix + suffix` elements, or of at least that many when `isOpen`. */
  | {
    readonly kind: "list";
    readonly prefix: number;
    readonly suffix: number;
    readonly isOpen: boolean;
  }
  /** Everything that the patterns of the column do not name. */
  | { readonly kind: "other" };

/** Constructors of a column: those its patterns tell apart, and those none of them names. */
export interface Split {
  readonly present: readonly Constructor[];
  readonly hasMissing: boolean;
  /** The constructors to show for the rest: one witness for each. */
  readonly missing: readonly Constructor[];
}

/** Splits a column of type `type` whose patterns (without or-patterns) are `heads`. */
export function splitColumn(type: Type, heads: readonly Pat[]): Split {
  const first = heads.find((head) => head.kind !== "any");
  if (first === undefined) return { present: [], hasMissing: true, missing: [{ kind: "other" }] };
  switch (first.kind) {
    case "variant":
      return splitVariants(type, heads);
    case "product":
    case "newtype":
      return { present: [{ kind: first.kind }], hasMissing: false, missing: [] };
    case "int":
      return splitIntervals(type, heads);
    case "str":
    case "float":
      return splitValues(heads);
    case "list":
      return splitLengths(heads);
    case "or":
      return { present: [], hasMissing: true, missing: [{ kind: "other" }] };
    default:
      return assertNever(first, "types");
  }
}

function splitVariants(type: Type, heads: readonly Pat[]): Split {
  const named = new Set(heads.flatMap((head) => head.kind === "variant" ? [head.variant] : []));
  const present: Constructor[] = [];
  const missing: Constructor[] = [];
  for (let variant = 0; variant < variantCount(type); variant++) {
    if (named.has(variant)) present.push({ kind: "variant", variant });
    // A variant with a payload of type Never need not be matched (spec 15.2.3).
    else if (!fieldTypes(type, variant).some(hasNoValues)) {
      missing.push({ kind: "variant", variant });
    }
  }
  return { present, hasMissing: missing.length > 0, missing };
}

function splitIntervals(type: Type, heads: readonly Pat[]): Split {
  const { toPosition, toValue } = isBuiltin(type, "char") ? CHARS : NUMBERS;
  const [least, greatest] = domain(type);
  const [low, high] = [toPosition(least), toPosition(greatest)];
  const bounds = heads.flatMap((head) =>
    head.kind === "int"
      ? [[toPosition(head.low ?? least), toPosition(head.high ?? greatest)] as const]
      : []
  );
  const starts = new Set<bigint>([low]);
  for (const [from, to] of bounds) {
    if (from > to) continue;
    starts.add(from);
    if (to < high) starts.add(to + 1n);
  }
  const cuts = [...starts].filter((at) => at >= low && at <= high)
    .sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
  const covered = coverCounter(bounds);
  const present: Constructor[] = [];
  const missing: Constructor[] = [];
  cuts.forEach((from, i) => {
    const next = cuts[i + 1];
    const interval = {
      kind: "interval",
      low: toValue(from),
      high: toValue(next === undefined ? high : next - 1n),
    } as const;
    (covered(from) ? present : missing).push(interval);
  });
  return { present, hasMissing: missing.length > 0, missing };
}

/** Between the values of a type and their positions in its order, which has no gaps. */
interface Order {
  readonly toPosition: (value: bigint) => bigint;
  readonly toValue: (position: bigint) => bigint;
}

const NUMBERS: Order = { toPosition: (value) => value, toValue: (position) => position };

const CHARS: Order = {
  toPosition: (char) => char < BEHIND_SURROGATES ? char : char - SURROGATES,
  toValue: (at) => at < BEHIND_SURROGATES - SURROGATES ? at : at + SURROGATES,
};

/** Answers, for ascending positions, whether one of `bounds` covers the position. */
function coverCounter(
  bounds: readonly (readonly [bigint, bigint])[],
): (at: bigint) => boolean {
  const sorted = [...bounds].sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
  let next = 0;
  let reach: bigint | undefined;
  return (at) => {
    for (let bound = sorted[next]; bound !== undefined && bound[0] <= at; bound = sorted[++next]) {
      if (bound[0] <= bound[1] && (reach === undefined || bound[1] > reach)) reach = bound[1];
    }
    return reach !== undefined && reach >= at;
  };
}

function splitValues(heads: readonly Pat[]): Split {
  const present = new Map<string | number, Constructor>();
  for (const head of heads) {
    if (head.kind === "str" || head.kind === "float") {
      present.set(head.value, { kind: head.kind, value: head.value } as Constructor);
    }
  }
  return { present: [...present.values()], hasMissing: true, missing: [{ kind: "other" }] };
}

/**
 * Every length that some pattern tells apart, then all longer lists at once; these show as many
 * elements at each end as any pattern looks at.
 */
function splitLengths(heads: readonly Pat[]): Split {
  let longest = 0;
  let prefix = 0;
  let suffix = 0;
  for (const head of heads) {
    if (head.kind !== "list") continue;
    if (head.rest === undefined) longest = Math.max(longest, head.before.length + 1);
    prefix = Math.max(prefix, head.before.length);
    suffix = Math.max(suffix, head.after.length);
  }
  const openAt = Math.max(longest, prefix + suffix);
  const present: Constructor[] = [];
  for (let length = 0; length < openAt; length++) {
    present.push({ kind: "list", prefix: length, suffix: 0, isOpen: false });
  }
  present.push({ kind: "list", prefix: openAt - suffix, suffix, isOpen: true });
  return { present, hasMissing: false, missing: [] };
}

/** How many parts a value of `type` that `by` builds has. */
export function partCount(type: Type, by: Constructor): number {
  switch (by.kind) {
    case "variant":
      return fieldDefs(type, by.variant).length;
    case "product":
      return fieldTypes(type).length;
    case "newtype":
      return 1;
    case "list":
      return by.prefix + by.suffix;
    case "interval":
    case "str":
    case "float":
    case "other":
      return 0;
    default:
      return assertNever(by, "types");
  }
}

/** The type of the part number `index`. */
export function partType(type: Type, by: Constructor, index: number): Type {
  if (by.kind === "list") return elementType(type);
  if (by.kind === "newtype") return newtypeInner(type);
  const found = fieldTypes(type, by.kind === "variant" ? by.variant : undefined)[index];
  if (found === undefined) throw new InternalError(`no part ${index}`, { stage: "types" });
  return found;
}

/** Whether `by` builds no value since a part of it has none. */
export function hasEmptyPart(type: Type, by: Constructor): boolean {
  switch (by.kind) {
    case "variant":
      return fieldTypes(type, by.variant).some(hasNoValues);
    case "product":
      return fieldTypes(type).some(hasNoValues);
    case "newtype":
      return hasNoValues(newtypeInner(type));
    case "list":
      return by.prefix + by.suffix > 0 && hasNoValues(elementType(type));
    case "interval":
    case "str":
    case "float":
    case "other":
      return false;
    default:
      return assertNever(by, "types");
  }
}

/** A pattern for the part number `index` of a value. */
export interface Part {
  readonly index: number;
  readonly pat: Pat;
}

/** The patterns for parts of `by` where `pat` (no or-pattern) can match it, else undefined. */
export function partsMatching(pat: Pat, by: Constructor): readonly Part[] | undefined {
  switch (pat.kind) {
    case "any":
      return [];
    case "variant":
      return by.kind === "variant" && by.variant === pat.variant ? numbered(pat.fields) : undefined;
    case "product":
      return by.kind === "product" ? numbered(pat.fields) : undefined;
    case "newtype":
      return by.kind === "newtype" ? numbered([pat.inner]) : undefined;
    case "int": {
      const matches = by.kind === "interval" && (pat.low === undefined || pat.low <= by.low) &&
        (pat.high === undefined || pat.high >= by.high);
      return matches ? [] : undefined;
    }
    case "str":
    case "float":
      return by.kind === pat.kind && by.value === pat.value ? [] : undefined;
    case "list":
      return by.kind === "list" ? elementsMatching(pat, by) : undefined;
    case "or":
      return undefined;
    default:
      return assertNever(pat, "types");
  }
}

function numbered(pats: readonly Pat[], from = 0): readonly Part[] {
  return pats.map((pat, i) => ({ index: from + i, pat }));
}

function elementsMatching(
  pat: PatOf<"list">,
  by: Extract<Constructor, { kind: "list" }>,
): readonly Part[] | undefined {
  const length = by.prefix + by.suffix;
  const least = pat.before.length + pat.after.length;
  if (pat.rest === undefined && (by.isOpen || least !== length)) return undefined;
  if (least > length) return undefined;
  return [...numbered(pat.before), ...numbered(pat.after, length - pat.after.length)];
}

/** Whether no value of `type` exists: `Never`, and sums without variants. */
export function hasNoValues(type: Type): boolean {
  const t = prune(type);
  if (isBuiltin(t, "Never")) return true;
  return t.kind === "con" && t.def.body.kind === "sum" && t.def.body.variants.length === 0;
}

function variantCount(type: Type): number {
  const t = prune(type);
  return t.kind === "con" && t.def.body.kind === "sum" ? t.def.body.variants.length : 0;
}

const INT_MIN = -(1n << 63n);
const INT_MAX = (1n << 63n) - 1n;

/** Least and greatest value of an integer-like type. */
function domain(type: Type): readonly [bigint, bigint] {
  if (isBuiltin(type, "bool")) return [0n, 1n];
  if (isBuiltin(type, "byte")) return [0n, 255n];
  if (isBuiltin(type, "char")) return [0n, 0x10ffffn];
  if (isBuiltin(type, "Size")) return [0n, (1n << 64n) - 1n];
  return [INT_MIN, INT_MAX];
}

/** The constructor in source notation; `fields` are its columns, absent where any value will do. */
export function showConstructor(
  type: Type,
  by: Constructor,
  fields: readonly string[] | undefined,
): string {
  switch (by.kind) {
    case "variant":
      return showVariant(type, by.variant, fields);
    case "product":
      return showProduct(type, fields ?? []);
    case "newtype":
      return `${conName(type)}(${fields?.[0] ?? "_"})`;
    case "interval":
      return showInterval(type, by.low, by.high);
    case "str":
      return JSON.stringify(by.value);
    case "float":
      return String(by.value);
    case "list":
      return showList(by, fields ?? []);
    case "other":
      return "_";
    default:
      return assertNever(by, "types");
  }
}

function showVariant(type: Type, variant: number, fields: readonly string[] | undefined): string {
  const t = prune(type);
  const name = t.kind === "con" && t.def.body.kind === "sum"
    ? t.def.body.variants[variant]?.name ?? "_"
    : "_";
  const defs = fieldDefs(type, variant);
  if (defs.length === 0) return name;
  const shown = defs.map((_, i) => fields?.[i] ?? "_");
  return `${name}(${shown.join(", ")})`;
}

function showProduct(type: Type, fields: readonly string[]): string {
  const t = prune(type);
  if (t.kind !== "con" || t.def.body.kind !== "struct") return `(${fields.join(", ")})`;
  const shown = fieldDefs(t).map((def, i) => `${def.name}: ${fields[i] ?? "_"}`);
  return `${t.def.name} { ${shown.join(", ")} }`;
}

function showList(by: Extract<Constructor, { kind: "list" }>, fields: readonly string[]): string {
  const rest = by.isOpen ? [".."] : [];
  return `[${[...fields.slice(0, by.prefix), ...rest, ...fields.slice(by.prefix)].join(", ")}]`;
}

function showInterval(type: Type, low: bigint, high: bigint): string {
  const [least, greatest] = domain(type);
  if (low === high) return showScalar(type, low);
  if (low === least && high === greatest) return "_";
  if (low === least) return `..=${showScalar(type, high)}`;
  if (high === greatest) return `${showScalar(type, low)}..`;
  return `${showScalar(type, low)}..=${showScalar(type, high)}`;
}

function showScalar(type: Type, value: bigint): string {
  if (isBuiltin(type, "bool")) return value === 1n ? "true" : "false";
  if (!isBuiltin(type, "char")) return String(value);
  const isShown = value > 0x20n && value < 0x7fn;
  return isShown ? `'${String.fromCodePoint(Number(value))}'` : `'\\u{${value.toString(16)}}'`;
}

function conName(type: Type): string {
  const t = prune(type);
  return t.kind === "con" ? t.def.name : "_";
}
