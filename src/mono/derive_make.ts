/** Derived `Clone.clone`, `Default.default`, `Printable.to_str` and `Debug.debug`. */
import { assertNever } from "../base/mod.ts";
import { type CanonExpr, foldLeft } from "../canon/mod.ts";
import { fieldDefs, INT, STR } from "../types/mod.ts";
import { hasSpine, spineText } from "./derive_spine.ts";
import type { Deriver } from "./deriver.ts";

/** Built anew from the clones of all parts. */
export function deriveClone(d: Deriver): CanonExpr {
  const { shape } = d;
  switch (shape.kind) {
    case "product": {
      if (shape.fields.length === 0) return d.param(0);
      const parts = shape.fields.map((type, i) =>
        d.callOnPart([d.field(d.param(0), i, type)], type)
      );
      return d.construct(undefined, parts);
    }
    case "newtype":
      return d.retype(d.callOnPart([d.retype(d.param(0), shape.inner)], shape.inner), d.self);
    case "sum":
      return d.matchVariants(
        0,
        d.self,
        (variant, payload) =>
          d.construct(variant, payload.map((part) => d.callOnPart([part], part.type))),
      );
    case "opaque":
      return d.param(0);
    default:
      return assertNever(shape, "mono");
  }
}

/** The number of elements of a tuple. */
export function deriveLen(d: Deriver): CanonExpr {
  if (d.shape.kind !== "product") throw d.bug("only tuples have a length by structure");
  return { kind: "Int", value: BigInt(d.shape.fields.length), type: INT, span: d.span };
}

/** Built from the defaults of all parts. */
export function deriveDefault(d: Deriver): CanonExpr {
  const { shape } = d;
  switch (shape.kind) {
    case "product":
      if (d.self.kind === "con" && d.self.def.body.kind === "builtin") {
        return { kind: "Unit", type: d.self, span: d.span };
      }
      return d.construct(undefined, shape.fields.map((type) => d.callOnPart([], type)));
    case "newtype":
      return d.retype(d.callOnPart([], shape.inner), d.self);
    case "sum":
    case "opaque":
      throw d.bug("no default of a sum or function");
    default:
      return assertNever(shape, "mono");
  }
}

/** `Point(1, 2)` printed, `Point { x: 1, y: 2 }` for debugging; variants and tuples by position in both. */
export function deriveText(d: Deriver, mode: "print" | "debug"): CanonExpr {
  const { shape } = d;
  switch (shape.kind) {
    case "product": {
      const parts = shape.fields.map((type, i) =>
        d.callOnPart([d.field(d.param(0), i, type)], type)
      );
      return productText(d, mode, parts);
    }
    case "newtype": {
      const part = d.callOnPart([d.retype(d.param(0), shape.inner)], shape.inner);
      return listText(d, typeName(d), [part]);
    }
    case "sum": {
      const whole = (variant: number, payload: readonly CanonExpr[]) =>
        variantPieces(d, variant, payload);
      if (!hasSpine(d)) {
        return d.matchVariants(0, STR, (variant, parts) => concat(d, whole(variant, parts)));
      }
      const open = (variant: number, before: readonly CanonExpr[]) =>
        openPieces(d, variantName(d, variant), texts(d, before));
      return spineText(d, open, whole);
    }
    case "opaque":
      throw d.bug("functions have no text");
    default:
      return assertNever(shape, "mono");
  }
}

function productText(d: Deriver, mode: "print" | "debug", parts: readonly CanonExpr[]): CanonExpr {
  const { self } = d;
  if (self.kind === "tuple") {
    const [only] = parts;
    const isSingle = only !== undefined && parts.length === 1;
    return isSingle ? concat(d, [d.str("("), only, d.str(",)")]) : listText(d, "", parts);
  }
  if (self.kind !== "con" || self.def.body.kind !== "struct") return d.str("void");
  if (mode === "print") return listText(d, typeName(d), parts);
  return recordText(d, typeName(d), fieldDefs(self).map((def) => def.name), parts);
}

/** `Name { x: a, y: b }`. */
function recordText(
  d: Deriver,
  name: string,
  fields: readonly string[],
  parts: readonly CanonExpr[],
): CanonExpr {
  if (parts.length === 0) return d.str(`${name} {}`);
  const pieces = parts.flatMap((part, i) => [
    d.str(`${i === 0 ? `${name} { ` : ", "}${fields[i]}: `),
    part,
  ]);
  return concat(d, [...pieces, d.str(" }")]);
}

/** `Name(a, b)`. */
function listText(d: Deriver, name: string, parts: readonly CanonExpr[]): CanonExpr {
  return concat(d, listPieces(d, name, parts));
}

function listPieces(d: Deriver, name: string, parts: readonly CanonExpr[]): CanonExpr[] {
  if (parts.length === 0) return [d.str(`${name}()`)];
  const pieces = parts.flatMap((part, i) => [d.str(i === 0 ? `${name}(` : ", "), part]);
  return [...pieces, d.str(")")];
}

/** `Name(a, b, `: all up to the last part. */
function openPieces(d: Deriver, name: string, parts: readonly CanonExpr[]): CanonExpr[] {
  return [d.str(`${name}(`), ...parts.flatMap((part) => [part, d.str(", ")])];
}

/** `Name`, or `Name(a, b)`. */
function variantPieces(
  d: Deriver,
  variant: number,
  payload: readonly CanonExpr[],
): CanonExpr[] {
  const name = variantName(d, variant);
  return payload.length === 0 ? [d.str(name)] : listPieces(d, name, texts(d, payload));
}

function texts(d: Deriver, parts: readonly CanonExpr[]): CanonExpr[] {
  return parts.map((part) => d.callOnPart([part], part.type));
}

function concat(d: Deriver, pieces: readonly CanonExpr[]): CanonExpr {
  const [first, ...rest] = pieces;
  if (first === undefined) return d.str("");
  return foldLeft(first, rest, (left, right): CanonExpr => ({
    kind: "Intrinsic",
    name: "str_concat",
    typeArgs: [],
    args: [left, right],
    type: STR,
    span: d.span,
  }), d.chain());
}

function typeName(d: Deriver): string {
  if (d.self.kind !== "con") throw d.bug("type without a name");
  return d.self.def.name;
}

function variantName(d: Deriver, variant: number): string {
  return d.variant(variant).name;
}
