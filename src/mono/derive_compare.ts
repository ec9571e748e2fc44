/** Derived `Eq.equals`, `Comparable.compare` and `Hashable.hash`. */
import { assertNever } from "../base/mod.ts";
import {
  type CanonDecision,
  type CanonExpr,
  type CanonOccurrence,
  type CoreLocal,
  foldLeft,
  nestRight,
} from "../canon/mod.ts";
import type { PrimOp } from "../operations/mod.ts";
import { BOOL, INT, type Type } from "../types/mod.ts";
import { isChain, spineHash } from "./derive_spine.ts";
import type { Deriver } from "./deriver.ts";

const SELF = 0;
const OTHER = 1;

// --- Eq --------------------------------------------------------------------------------------------

/** Same variant, and all parts equal; stops at the first that differ. */
export function deriveEquals(d: Deriver): CanonExpr {
  const { shape } = d;
  switch (shape.kind) {
    case "product":
      return allEqual(d, shape.fields.map((type, i) => partPair(d, i, type)));
    case "newtype":
      return d.callOnPart([inner(d, SELF, shape.inner), inner(d, OTHER, shape.inner)], shape.inner);
    case "sum":
      return sumEquals(d, shape.variants);
    case "opaque":
      throw d.bug("functions are not comparable");
    default:
      return assertNever(shape, "mono");
  }
}

type Pair = readonly [left: CanonExpr, right: CanonExpr];

function partPair(d: Deriver, index: number, type: Type): Pair {
  return [d.field(d.param(SELF), index, type), d.field(d.param(OTHER), index, type)];
}

function inner(d: Deriver, param: number, type: Type): CanonExpr {
  return d.retype(d.param(param), type);
}

function allEqual(d: Deriver, pairs: readonly Pair[]): CanonExpr {
  const [first, ...rest] = pairs.map(([left, right]) => d.callOnPart([left, right], left.type));
  if (first === undefined) return d.bool(true);
  return nestRight([first, ...rest], (equal, rest) => d.ifElse(equal, rest, d.bool(false)));
}

function sumEquals(d: Deriver, variants: readonly (readonly Type[])[]): CanonExpr {
  const isPlain = variants.every((payload) => payload.length === 0);
  if (isPlain) return compareOrdinals(d, "int_eq");
  return d.matchVariants(SELF, BOOL, (variant, left) => {
    const same = d.matchVariantElse(
      OTHER,
      variant,
      d.bool(false),
      (right) => allEqual(d, left.map((part, i) => [part, right[i] as CanonExpr])),
    );
    return same;
  });
}

function compareOrdinals(d: Deriver, op: PrimOp): CanonExpr {
  const args = [d.ordinal(SELF), d.ordinal(OTHER)];
  return { kind: "Prim", op, args, type: BOOL, span: d.span };
}

// --- Comparable --------------------------------------------------------------------------------------

/** Part by part; variants by their order in the definition. */
export function deriveCompare(d: Deriver): CanonExpr {
  const { shape } = d;
  switch (shape.kind) {
    case "product":
      return lexicographic(d, shape.fields.map((type, i) => partPair(d, i, type)));
    case "newtype":
      return d.callOnPart([inner(d, SELF, shape.inner), inner(d, OTHER, shape.inner)], shape.inner);
    case "sum":
      return sumCompare(d, shape.variants);
    case "opaque":
      throw d.bug("functions are not comparable");
    default:
      return assertNever(shape, "mono");
  }
}

function ordering(d: Deriver, name: "Less" | "Equal" | "Greater"): CanonExpr {
  const type = orderingType(d);
  return { kind: "Construct", variant: orderingVariant(d, name), args: [], type, span: d.span };
}

function orderingType(d: Deriver): Type {
  return { kind: "con", def: d.program.builtins.type("Ordering"), args: [] };
}

function orderingVariant(d: Deriver, name: string): number {
  const { body } = d.program.builtins.type("Ordering");
  const found = body.kind === "sum" ? body.variants.find((v) => v.name === name) : undefined;
  if (found === undefined) throw d.bug(`Ordering without ${name}`);
  return found.index;
}

/** The first comparison that decides. */
function lexicographic(d: Deriver, pairs: readonly Pair[]): CanonExpr {
  const [first, ...rest] = pairs.map(([left, right]) => d.callOnPart([left, right], left.type));
  if (first === undefined) return ordering(d, "Equal");
  return nestRight([first, ...rest], (compared, rest) => orElse(d, compared, rest));
}

/** `rest` where `compared` is `Equal`, else `compared`. */
function orElse(d: Deriver, compared: CanonExpr, rest: CanonExpr): CanonExpr {
  const type = orderingType(d);
  const subject = d.local("order", type);
  const at: CanonOccurrence = { kind: "subject", type };
  const tree: CanonDecision = {
    kind: "variant",
    at,
    cases: [{
      variant: orderingVariant(d, "Equal"),
      next: { kind: "leaf", arm: 0, bindings: [] },
    }],
    default: { kind: "leaf", arm: 1, bindings: [] },
  };
  const arms = [{ bindings: [], body: rest }, { bindings: [], body: d.read(subject) }];
  const match: CanonExpr = { kind: "Match", match: { subject, arms, tree }, type, span: d.span };
  return d.block([{ kind: "Let", local: subject, value: compared }], match);
}

/** By payload where both are at one variant that has some, else by the order of variants. */
function sumCompare(d: Deriver, variants: readonly (readonly Type[])[]): CanonExpr {
  const left = d.local("left", INT);
  const right = d.local("right", INT);
  const byOrder = () => compareInts(d, left, right);
  const isPlain = variants.every((payload) => payload.length === 0);
  const order = isPlain ? byOrder() : d.matchVariants(SELF, orderingType(d), (variant, parts) => {
    if (parts.length === 0) return byOrder();
    return d.matchVariantElse(
      OTHER,
      variant,
      byOrder(),
      (others) => lexicographic(d, parts.map((part, i) => [part, others[i] as CanonExpr])),
    );
  });
  // Read once, not per variant: the number of a variant is a choice among all of them.
  return d.block([
    { kind: "Let", local: left, value: d.ordinal(SELF) },
    { kind: "Let", local: right, value: d.ordinal(OTHER) },
  ], order);
}

function compareInts(d: Deriver, left: CoreLocal, right: CoreLocal): CanonExpr {
  const test = (op: PrimOp): CanonExpr => ({
    kind: "Prim",
    op,
    args: [d.read(left), d.read(right)],
    type: BOOL,
    span: d.span,
  });
  return d.ifElse(
    test("int_lt"),
    ordering(d, "Less"),
    d.ifElse(test("int_gt"), ordering(d, "Greater"), ordering(d, "Equal")),
  );
}

// --- Hashable --------------------------------------------------------------------------------------

/** The hashes of all parts combined, a sum's after its ordinal. */
export function deriveHash(d: Deriver): CanonExpr {
  const { shape } = d;
  switch (shape.kind) {
    case "product": {
      const parts = shape.fields.map((type, i) => d.field(d.param(SELF), i, type));
      return combineAll(d, d.int(0), parts);
    }
    case "newtype":
      return d.callOnPart([inner(d, SELF, shape.inner)], shape.inner);
    case "sum": {
      const ofVariant = (variant: number, payload: readonly CanonExpr[]) =>
        combineAll(d, d.int(variant), payload);
      if (!isChain(d)) return d.matchVariants(SELF, INT, ofVariant);
      return spineHash(d, ofVariant, (seed, value) => combine(d, seed, value));
    }
    case "opaque":
      throw d.bug("functions have no hash");
    default:
      return assertNever(shape, "mono");
  }
}

function combineAll(d: Deriver, seed: CanonExpr, parts: readonly CanonExpr[]): CanonExpr {
  const mix = (hash: CanonExpr, part: CanonExpr) =>
    combine(d, hash, d.callOnPart([part], part.type));
  return foldLeft(seed, parts, mix, d.chain());
}

/** `seed ^ (value + 0x9e3779b9 + (seed << 6) + (seed >> 2))`, wrapping. */
function combine(d: Deriver, seed: CanonExpr, value: CanonExpr): CanonExpr {
  const held = d.local("seed", INT);
  const prim = (op: PrimOp, left: CanonExpr, right: CanonExpr): CanonExpr => ({
    kind: "Prim",
    op,
    args: [left, right],
    type: INT,
    span: d.span,
  });
  const read = () => d.read(held);
  const shifted = prim(
    "int_wrap_add",
    prim("int_wrap_shl", read(), d.int(6)),
    prim("int_shr", read(), d.int(2)),
  );
  const mixed = prim("int_wrap_add", prim("int_wrap_add", value, d.int(0x9e3779b9)), shifted);
  return d.block([{ kind: "Let", local: held, value: seed }], prim("int_xor", read(), mixed));
}
