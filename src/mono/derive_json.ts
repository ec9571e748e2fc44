/**
 * Derived `ToJson.to_json` and `FromJson.from_json` of std.json. What is the same for all types is Ori: the functions
 * `derived_*` of the module that declares the traits. The statements stand in a row, so types may have any number of
 * fields and variants.
 */
import { assertNever } from "../base/mod.ts";
import type { CanonExpr, CanonStmt } from "../canon/mod.ts";
import {
  conType,
  type FieldDef,
  fieldDefs,
  type FnDef,
  NEVER,
  STR,
  type Type,
  VOID,
} from "../types/mod.ts";
import type { Deriver } from "./deriver.ts";

/** A struct as an object of its fields, a variant as its name or as an object of its payload under its name. */
export function deriveToJson(d: Deriver): CanonExpr {
  const { shape } = d;
  switch (shape.kind) {
    case "product":
      return objectOf(
        d,
        fieldDefs(d.self),
        shape.fields.map((type, i) => d.field(d.param(0), i, type)),
      );
    case "newtype":
      return valueOf(d, d.retype(d.param(0), shape.inner));
    case "sum":
      return d.matchVariants(0, d.result, (variant, payload) => variantJson(d, variant, payload));
    case "opaque":
      throw d.bug("functions have no JSON");
    default:
      return assertNever(shape, "mono");
  }
}

function variantJson(d: Deriver, variant: number, payload: readonly CanonExpr[]): CanonExpr {
  const { name, fields } = d.variant(variant);
  const [only, ...others] = payload;
  if (only === undefined) return call(d, "derived_name", [], [d.str(name)]);
  const inner = others.length === 0
    ? valueOf(d, only)
    : isPositional(fields)
    ? call(d, "derived_items", [], [listOf(d, payload.map((part) => valueOf(d, part)))])
    : objectOf(d, fields, payload);
  return call(d, "derived_variant", [], [d.str(name), inner]);
}

function valueOf(d: Deriver, value: CanonExpr): CanonExpr {
  return call(d, "derived_value", [value.type], [value]);
}

function listOf(d: Deriver, elements: readonly CanonExpr[]): CanonExpr {
  const [items] = helper(d, "derived_items").params;
  if (items === undefined) throw d.bug("derived_items without a parameter");
  return { kind: "ListLit", elements, type: items.type, span: d.span };
}

function objectOf(
  d: Deriver,
  fields: readonly FieldDef[],
  values: readonly CanonExpr[],
): CanonExpr {
  const start = call(d, "derived_start", [], []);
  const statements: CanonStmt[] = [];
  const last = fields.reduce((before: CanonExpr, { name }, i) => {
    const value = values[i];
    if (value === undefined) throw d.bug(`no value of ${name}`);
    const local = d.local("fields", start.type);
    statements.push({ kind: "Let", local, value: before });
    return call(d, "derived_field", [value.type], [d.read(local), d.str(name), value]);
  }, start);
  return d.block(statements, call(d, "derived_object", [], [last]));
}

/** Field by field, or the variant that the name says; the first error is the result. */
export function deriveFromJson(d: Deriver): CanonExpr {
  const { shape } = d;
  switch (shape.kind) {
    case "product": {
      const defs = fieldDefs(d.self);
      const read = readParts(
        d,
        shape.fields,
        (type, i) => call(d, "derived_read", [type], [d.param(0), d.str(defs[i]?.name ?? "")]),
      );
      return d.block(read.statements, ok(d, d.construct(undefined, read.parts)));
    }
    case "newtype": {
      const { inner } = shape;
      const { statements, parts } = readParts(d, [inner], () => d.callOnPart([d.param(0)], inner));
      const [value] = parts;
      if (value === undefined) throw d.bug("newtype without a value");
      return d.block(statements, ok(d, d.retype(value, d.self)));
    }
    case "sum":
      return readVariant(d, shape.variants);
    case "opaque":
      throw d.bug("functions have no JSON");
    default:
      return assertNever(shape, "mono");
  }
}

function readVariant(d: Deriver, variants: readonly (readonly Type[])[]): CanonExpr {
  const tag = d.local("tag", STR);
  const unit: CanonExpr = { kind: "Unit", type: VOID, span: d.span };
  const tests = variants.map((payload, variant): CanonStmt => {
    const { name, fields } = d.variant(variant);
    const { statements, parts } = readParts(
      d,
      payload,
      (type, i) => payloadPart(d, { type, name, fields, index: i }),
    );
    const done = leave(d, ok(d, d.construct(variant, parts)));
    const isNamed: CanonExpr = {
      kind: "Intrinsic",
      name: "str_eq",
      typeArgs: [],
      args: [d.read(tag), d.str(name)],
      type: d.bool(true).type,
      span: d.span,
    };
    const then = d.block([...statements, { kind: "Expr", value: done }], unit);
    return { kind: "Expr", value: d.ifElse(isNamed, then, unit) };
  });
  const names = variants.map((_, variant) => d.variant(variant).name).join(", ");
  const known = {
    kind: "Let",
    local: tag,
    value: call(d, "derived_tag", [], [d.param(0)]),
  } as const;
  const unknown = call(d, "derived_unknown", [d.self], [d.param(0), d.str(names)]);
  return d.block([known, ...tests], unknown);
}

function payloadPart(
  d: Deriver,
  { type, name, fields, index }: {
    readonly type: Type;
    readonly name: string;
    readonly fields: readonly FieldDef[];
    readonly index: number;
  },
): CanonExpr {
  const json = d.param(0);
  if (fields.length === 1) return call(d, "derived_single", [type], [json, d.str(name)]);
  if (isPositional(fields)) {
    const counts = [d.int(index), d.int(fields.length)];
    return call(d, "derived_item", [type], [json, d.str(name), ...counts]);
  }
  return call(d, "derived_part", [type], [json, d.str(name), d.str(fields[index]?.name ?? "")]);
}

/** Reads a value of each type with `read`, a Result; leaves the function with the first error. */
function readParts(
  d: Deriver,
  types: readonly Type[],
  read: (type: Type, index: number) => CanonExpr,
): { readonly statements: readonly CanonStmt[]; readonly parts: readonly CanonExpr[] } {
  const statements: CanonStmt[] = [];
  const parts = types.map((type, i) => {
    const outcome = read(type, i);
    const result = d.local("outcome", outcome.type);
    const part = d.local("part", type);
    statements.push(
      { kind: "Let", local: result, value: outcome },
      { kind: "Let", local: part, value: unwrapped(d, d.read(result), type) },
    );
    return d.read(part);
  });
  return { statements, parts };
}

/** The value of a Result in a local, which leaves the function with its error. */
function unwrapped(d: Deriver, result: CanonExpr, type: Type): CanonExpr {
  if (result.kind !== "Local") throw d.bug("a result that is no local");
  const error = argument(d, d.result, 1);
  const value = d.local("value", type);
  const problem = d.local("problem", error);
  const failed = leave(d, {
    kind: "Construct",
    variant: 1,
    args: [d.read(problem)],
    type: d.result,
    span: d.span,
  });
  const root = { kind: "subject", type: result.type } as const;
  const leaf = (arm: number, bound: Type) => ({
    kind: "leaf",
    arm,
    bindings: [{ kind: "payload", of: root, variant: arm, index: 0, type: bound }],
  } as const);
  return {
    kind: "Match",
    match: {
      subject: result.local,
      arms: [{ bindings: [value], body: d.read(value) }, { bindings: [problem], body: failed }],
      tree: {
        kind: "variant",
        at: root,
        cases: [{ variant: 0, next: leaf(0, type) }, { variant: 1, next: leaf(1, error) }],
      },
    },
    type,
    span: d.span,
  };
}

function ok(d: Deriver, value: CanonExpr): CanonExpr {
  return { kind: "Construct", variant: 0, args: [value], type: d.result, span: d.span };
}

function leave(d: Deriver, value: CanonExpr): CanonExpr {
  return { kind: "Return", value, type: NEVER, span: d.span };
}

function isPositional(fields: readonly FieldDef[]): boolean {
  return fields.some((field) => field.isPositional);
}

// --- Functions of std.json -------------------------------------------------------------------------

/** A call of the function `name` beside the trait; `typeArgs` are its type parameters. */
function call(
  d: Deriver,
  name: string,
  typeArgs: readonly Type[],
  args: readonly CanonExpr[],
): CanonExpr {
  const fn = helper(d, name);
  const type = typeArgs.length === 0 ? fn.result : instantiated(d, fn, typeArgs);
  return { kind: "Call", callee: { kind: "fn", fn, typeArgs }, args, type, span: d.span };
}

function instantiated(d: Deriver, fn: FnDef, typeArgs: readonly Type[]): Type {
  const { result } = fn;
  if (result.kind !== "con" || result.args.length !== 2) return result;
  const [type] = typeArgs;
  // All generic ones that read give `Result<T, JsonError>`.
  return type === undefined || result.args[0]?.kind !== "param"
    ? result
    : conType(result.def, [type, argument(d, result, 1)]);
}

function argument(d: Deriver, type: Type, index: number): Type {
  const found = type.kind === "con" ? type.args[index] : undefined;
  if (found === undefined) throw d.bug(`no type argument ${index}`);
  return found;
}

function helper(d: Deriver, name: string): FnDef {
  const found = d.program.modules[d.trait.module]?.own.values.get(name);
  if (found?.kind !== "fn") throw d.bug(`no function ${name}`);
  return found.fn;
}
