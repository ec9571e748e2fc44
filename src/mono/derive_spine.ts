/**
 * Derived methods along a spine: where the last part of a variant is of the type itself (`Cons(head, tail)`), the
 * method goes on with that part by a loop, not by a call. So a long list is printed and hashed without stack, and its
 * text is written once from front to end.
 */
import type { CanonExpr, CanonStmt, CoreLabel, CoreLocal } from "../canon/mod.ts";
import type { PrimOp } from "../operations/mod.ts";
import { BOOL, equalTypes, INT, listType, NEVER, STR, type Type, VOID } from "../types/mod.ts";
import type { Deriver } from "./deriver.ts";

const SELF = 0 as CoreLocal;

const SPINE = 0 as CoreLabel;
const WAY_BACK = 1 as CoreLabel;

/**
 * Whether some variant ends with a part of the type itself. Where a `drop` could tell when a parameter ends, the method
 * stays a recursion.
 */
export function hasSpine(d: Deriver): boolean {
  const { shape } = d;
  return shape.kind === "sum" && shape.variants.some((parts) => goesOn(d, parts)) && !d.mayDrop;
}

/** `hasSpine`, and no variant is a branch of a tree: there, a list of hashes for each way down costs more than calls. */
export function isChain(d: Deriver): boolean {
  const { shape } = d;
  const branches = (parts: readonly Type[]) =>
    parts.slice(0, -1).some((part) => equalTypes(part, d.self));
  return hasSpine(d) && shape.kind === "sum" && !shape.variants.some(branches);
}

function goesOn(d: Deriver, parts: readonly Type[]): boolean {
  const last = parts.at(-1);
  return last !== undefined && equalTypes(last, d.self);
}

/** What a method does on the way down and back. */
interface SpineSteps {
  /** What each link leaves for the way back. */
  readonly link: (variant: number, before: readonly CanonExpr[]) => readonly CanonStmt[];
  /** The value at the variant that ends the spine. */
  readonly end: (variant: number, payload: readonly CanonExpr[]) => CanonExpr;
}

/** A local that holds the value at the end of the spine; adds to `statements` the loop that goes there. */
function walkSpine(
  d: Deriver,
  type: Type,
  { link, end }: SpineSteps,
  statements: CanonStmt[],
): CoreLocal {
  const { span } = d;
  const node = d.local("node", d.self, true);
  const at = d.local("at", d.self);
  const turn = d.matchEach(at, VOID, (variant, payload) => {
    const last = payload.at(-1);
    if (last === undefined || !goesOn(d, payload.map((part) => part.type))) {
      return { kind: "Break", label: SPINE, value: end(variant, payload), type: NEVER, span };
    }
    const next: CanonStmt = { kind: "Assign", local: node, value: last, span };
    return d.block([...link(variant, payload.slice(0, -1)), next], unit(d));
  });
  const body = d.block([{ kind: "Let", local: at, value: d.read(node) }], turn);
  const result = d.local("end", type, true);
  statements.push(
    { kind: "Let", local: node, value: d.read(SELF) },
    { kind: "Let", local: result, value: { kind: "Loop", label: SPINE, body, type, span } },
  );
  return result;
}

/** Adds `back` once for each of the links that `left` counts; `back` finds their number, from 0, in `left`. */
function walkBack(
  d: Deriver,
  left: CoreLocal,
  back: readonly CanonStmt[],
  statements: CanonStmt[],
): void {
  const { span } = d;
  const isDone = prim(d, "int_eq", [d.read(left), d.int(0)], BOOL);
  const one = prim(d, "int_wrap_sub", [d.read(left), d.int(1)], INT);
  const turn = d.block([{ kind: "Assign", local: left, value: one, span }, ...back], unit(d));
  const stop: CanonExpr = { kind: "Break", label: WAY_BACK, type: NEVER, span };
  const body: CanonExpr = {
    kind: "If",
    condition: isDone,
    then: stop,
    else: turn,
    type: VOID,
    span,
  };
  const loop: CanonExpr = { kind: "Loop", label: WAY_BACK, body, type: VOID, span };
  statements.push({ kind: "Expr", value: loop });
}

/** The text of a spine: `open` is what stands before the next link, and each link ends with `)`. */
export function spineText(
  d: Deriver,
  open: (variant: number, before: readonly CanonExpr[]) => readonly CanonExpr[],
  whole: (variant: number, payload: readonly CanonExpr[]) => readonly CanonExpr[],
): CanonExpr {
  const { span } = d;
  const text = d.local("text", STR, true);
  const links = d.local("links", INT, true);
  const statements: CanonStmt[] = [
    { kind: "Let", local: text, value: d.str("") },
    { kind: "Let", local: links, value: d.int(0) },
  ];
  const append = (piece: CanonExpr): CanonStmt => {
    const value = concatenated(d, d.read(text), piece);
    return { kind: "Assign", local: text, value, span };
  };
  const one = prim(d, "int_wrap_add", [d.read(links), d.int(1)], INT);
  const end = walkSpine(d, VOID, {
    link: (variant, before) => [
      ...open(variant, before).map(append),
      { kind: "Assign", local: links, value: one, span },
    ],
    end: (variant, payload) => d.block(whole(variant, payload).map(append), unit(d)),
  }, statements);
  statements.push({ kind: "Expr", value: d.read(end) });
  walkBack(d, links, [append(d.str(")"))], statements);
  return d.block(statements, d.read(text));
}

/** The hash of a spine: what `seed` gives for each link, combined with the hash of what follows from the end on. */
export function spineHash(
  d: Deriver,
  seed: (variant: number, parts: readonly CanonExpr[]) => CanonExpr,
  combine: (seed: CanonExpr, value: CanonExpr) => CanonExpr,
): CanonExpr {
  const { span } = d;
  const list = listType(INT);
  const seeds = d.local("seeds", list, true);
  const left = d.local("left", INT, true);
  const none: CanonExpr = { kind: "ListLit", elements: [], type: list, span };
  const onList = (
    name: "list_push" | "list_len" | "list_at",
    args: readonly CanonExpr[],
    type: Type,
  ): CanonExpr => ({
    kind: "Intrinsic",
    name,
    typeArgs: [INT],
    args: [d.read(seeds), ...args],
    type,
    span,
  });
  const statements: CanonStmt[] = [{ kind: "Let", local: seeds, value: none }];
  const hash = walkSpine(d, INT, {
    link: (variant, before) => {
      const value = onList("list_push", [seed(variant, before)], list);
      return [{ kind: "Assign", local: seeds, value, span }];
    },
    end: seed,
  }, statements);
  statements.push({ kind: "Let", local: left, value: onList("list_len", [], INT) });
  const back = combine(onList("list_at", [d.read(left)], INT), d.read(hash));
  walkBack(d, left, [{ kind: "Assign", local: hash, value: back, span }], statements);
  return d.block(statements, d.read(hash));
}

function concatenated(d: Deriver, left: CanonExpr, right: CanonExpr): CanonExpr {
  const args = [left, right];
  return { kind: "Intrinsic", name: "str_concat", typeArgs: [], args, type: STR, span: d.span };
}

function prim(d: Deriver, op: PrimOp, args: readonly CanonExpr[], type: Type): CanonExpr {
  return { kind: "Prim", op, args, type, span: d.span };
}

function unit(d: Deriver): CanonExpr {
  return { kind: "Unit", type: VOID, span: d.span };
}
