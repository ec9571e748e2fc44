/** What locals have, and what becomes of it where a place takes it (docs/drop-order.md, "handed on"). */
import type { CoreLocal } from "../../../../src/canon/mod.ts";
import type { MonoCoreExpr, MonoProgram, MonoTypeId } from "../../../../src/mono/mod.ts";
import { fieldOf } from "../matches.ts";
import { Closure, Compound, type Value } from "../values.ts";
import type { Frame } from "./held.ts";
import { type Expr, isLoud, partIn } from "./places.ts";
import { NotModelled, type References } from "./releases.ts";

export class Locals {
  constructor(readonly program: MonoProgram, readonly references: References) {}

  /** What a local has, or a part of it, when `expr` is no more than that: it stays where it is. */
  look(frame: Frame, expr: MonoCoreExpr): Value | undefined {
    switch (expr.kind) {
      case "Local":
        return this.local(frame, expr.local);
      case "Retype":
        return this.look(frame, expr.value);
      case "Field":
      case "Payload": {
        const whole = this.look(frame, expr.object);
        return whole === undefined ? undefined : fieldOf(whole, expr.index);
      }
      default:
        return undefined;
    }
  }

  local(frame: Frame, local: CoreLocal): Value {
    const value = frame.values[local];
    if (value === undefined) throw new Error(`local ${local} is read before its definition`);
    return value;
  }

  /** A place takes what a local has, or a part: for the last time, the local has it no more; before, it gets a reference. */
  handOn(
    frame: Frame,
    expr: MonoCoreExpr,
    { local, path }: { readonly local: CoreLocal; readonly path: readonly number[] },
    isLent = false,
  ): Value {
    const value = partOf(this.local(frame, local), path);
    if (!this.references.reaches(expr.type)) return value;
    const { root, way } = rootOf(frame, local, path);
    const owner = frame.owners.get(root);
    const isLast = !isLent && frame.uses.isLast(localIn(expr));
    if (!isLast || owner === undefined || owner.isGone) {
      this.references.retain(value, expr.type);
      return value;
    }
    if (frame.copied.has(root)) throw new NotModelled("which of two copies is the last one");
    if (way.length === 0) {
      owner.isGone = true;
      return value;
    }
    const whole = withHole(this.local(frame, root), way);
    if (frame.fn.locals[root]?.isDeclared && this.references.holds(whole, owner.type)) {
      throw new NotModelled("a part of a local is handed on");
    }
    frame.values[root] = whole;
    return value;
  }

  closure(frame: Frame, expr: Expr<"Closure">, isLent: boolean): Closure {
    const captures = expr.captures.map((local) => {
      const type = frame.fn.locals[local]?.type as MonoTypeId;
      const value = this.local(frame, local);
      if (!this.references.reaches(type)) return value;
      const { root, way } = rootOf(frame, local, []);
      const owner = frame.owners.get(root);
      const isLeft = isLent && frame.fn.locals[local]?.isDeclared === true;
      const isLast = !isLeft && frame.uses.isLastCapture(expr, local);
      if (!isLast || owner === undefined || owner.isGone) {
        this.references.retain(value, type);
      } else if (way.length > 0 || frame.copied.has(root)) {
        throw new NotModelled("a capture of a part");
      } else owner.isGone = true;
      return value;
    });
    return new Closure(expr.callee, captures);
  }

  /** A local that is given what another one has gets a reference of its own; undefined for another `expr`. */
  copy(frame: Frame, local: CoreLocal, expr: MonoCoreExpr): Value | undefined {
    const part = partIn(this.program, expr);
    if (part === undefined) return undefined;
    const value = partOf(this.local(frame, part.local), part.path);
    if (!this.references.reaches(expr.type)) return value;
    this.references.retain(value, expr.type);
    if (!isLoud(this.program, expr.type)) {
      frame.copied.add(local);
      frame.copied.add(rootOf(frame, part.local, part.path).root);
    }
    return value;
  }

  /** Where an arm hands on a part of what is matched, the others go early: it takes an analysis of the flow to say when. */
  requireWhole(frame: Frame, bindings: readonly CoreLocal[]): void {
    for (const local of bindings) {
      const { root, way } = rootOf(frame, local, []);
      const owner = frame.owners.get(root);
      const type = frame.fn.locals[local]?.type as MonoTypeId;
      if (owner === undefined || way.length === 0 || !frame.uses.isTaken(local)) continue;
      if (!this.references.reaches(type)) continue;
      if (this.references.holds(withHole(this.local(frame, root), way), owner.type)) {
        throw new NotModelled("a part of what is matched is handed on");
      }
    }
  }
}

function partOf(value: Value, way: readonly number[]): Value {
  return way.reduce(fieldOf, value);
}

/** The local that has what `local` shows, and the way from there to the part. */
function rootOf(
  { views }: Frame,
  local: CoreLocal,
  part: readonly number[],
): { readonly root: CoreLocal; readonly way: readonly number[] } {
  let root = local;
  let way = part;
  for (let view = views.get(root); view !== undefined; view = views.get(root)) {
    way = [...view.path, ...way];
    root = view.of;
  }
  return { root, way };
}

/** The local that a part is read of. */
function localIn(expr: MonoCoreExpr): MonoCoreExpr {
  if (expr.kind === "Field" || expr.kind === "Payload") return localIn(expr.object);
  return expr.kind === "Retype" ? localIn(expr.value) : expr;
}

/** `value` without the part at `way`. */
function withHole(value: Value, [first, ...rest]: readonly number[]): Value {
  if (first === undefined) return null;
  if (!(value instanceof Compound)) throw new Error("a part of what has none");
  const fields = value.fields.map((field, i) => i === first ? withHole(field, rest) : field);
  return new Compound(value.variant, fields);
}
