/**
 * Lowers a `Match`: its decision tree to branches and switches, each arm to one block that all its leaves
 * jump to (bindings become block parameters when there are several).
 *
 * A node of the tree that several others refer to is lowered once. Parts of the subject are read when
 * first needed on a path and known to everything below.
 */
import { assertNever, type Span } from "../../base/mod.ts";
import type { MonoCoreExpr, MonoFnId, MonoTypeId } from "../../mono/mod.ts";
import { type CoreMatch, countDecisions, type Decision, type Occurrence } from "../../canon/mod.ts";
import type { PrimOp } from "../../operations/mod.ts";
import type { Call, VarId } from "../ir/ir.ts";
import {
  cellVariant,
  emitCall,
  joinEnds,
  type LowerContext,
  type Lowered,
  type Sides,
  sliceOf,
} from "./lower_context.ts";
import type { End, OpenBlock } from "./ssa_builder.ts";

type Tree = Decision<MonoTypeId>;
type Leaf = Extract<Tree, { kind: "leaf" }>;
type Place = Occurrence<MonoTypeId>;
type Match = CoreMatch<MonoTypeId, MonoFnId>;

/** A node on the path to a place in the tree: parts that were read at one of them are known below it. */
interface Scope {
  readonly depth: number;
  readonly outer: Scope | undefined;
  /** A scope further out, so that the one at a given depth is found in a logarithm of steps. */
  readonly jump: Scope | undefined;
}
interface Known {
  readonly scope: Scope;
  readonly value: VarId;
}
interface ArmEntry {
  readonly block: OpenBlock;
  readonly bindings: readonly VarId[];
}
interface MatchContext {
  readonly c: LowerContext;
  readonly match: Match;
  readonly span: Span;
  readonly subject: VarId;
  readonly entries: readonly ArmEntry[][];
  /** By arm: the leaves that lead to it. */
  readonly leafCounts: ReadonlyMap<number, number>;
  /** Nodes with several references: where control comes to them from. In reverse postorder. */
  readonly shared: Map<Tree, OpenBlock[]>;
  /** The parts that were read, by their key; those of the innermost scope last. */
  readonly known: Map<string, Known[]>;
  /** What is still to be lowered, the next one last: trees may be deeper than the host's stack. */
  readonly pending: (() => void)[];
  readonly lowerCondition: (c: LowerContext, expr: MonoCoreExpr) => Sides;
}

/** Lowers `match`, whose value has the type of `whole`. */
export function lowerMatch(
  c: LowerContext,
  match: Match,
  whole: { readonly type: MonoTypeId; readonly span: Span },
  lowerExpr: (c: LowerContext, expr: MonoCoreExpr) => Lowered,
  lowerCondition: (c: LowerContext, expr: MonoCoreExpr) => Sides,
): Lowered {
  const outer = c.b.enterRegion("join", whole.span);
  const m: MatchContext = {
    c,
    match,
    span: whole.span,
    subject: c.b.read(match.subject),
    entries: match.arms.map(() => []),
    leafCounts: countLeaves(match.tree),
    shared: sharedNodes(match.tree),
    known: new Map(),
    pending: [],
    lowerCondition,
  };
  c.scopes?.read(m.subject, whole.span);
  lowerTree(m);
  const ends: End[] = [];
  for (let i = 0; i < match.arms.length; i++) {
    enterArm(m, i);
    if (c.b.current === undefined) continue;
    const value = lowerExpr(c, match.arms[i].body);
    if (value !== undefined) ends.push({ block: c.b.here(), value });
  }
  const result = joinEnds(c, ends, whole.type);
  c.b.exitRegion(outer);
  return result;
}

function lowerTree(m: MatchContext): void {
  const { b } = m.c;
  lowerNode(m, m.match.tree, scopeIn(undefined));
  lowerPending(m);
  for (const [node, sources] of m.shared) {
    b.continueFrom(sources);
    if (b.current === undefined) continue;
    lowerTests(m, node, scopeIn(undefined));
    lowerPending(m);
  }
}

function lowerPending(m: MatchContext): void {
  for (let next = m.pending.pop(); next !== undefined; next = m.pending.pop()) next();
}

/** Goes on at `node` from `block`, before all that is pending already. */
function lowerLater(m: MatchContext, block: OpenBlock, node: Tree, scope: Scope): void {
  m.pending.push(() => {
    m.c.b.current = block;
    lowerNode(m, node, scope);
  });
}

function countLeaves(root: Tree): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [node, count] of countDecisions(root)) {
    if (node.kind === "leaf") counts.set(node.arm, (counts.get(node.arm) ?? 0) + count);
  }
  return counts;
}

/** Nodes below `root` that have more than one reference, each before the shared nodes it leads to. */
function sharedNodes(root: Tree): Map<Tree, OpenBlock[]> {
  const shared = [...countDecisions(root)].reverse().filter(([, count]) => count > 1);
  return new Map(shared.map(([node]) => [node, []]));
}

/** Goes on at `node`: here, or later where all references to it meet. */
function lowerNode(m: MatchContext, node: Tree, scope: Scope): void {
  const sources = m.shared.get(node);
  if (sources === undefined) return lowerTests(m, node, scopeIn(scope));
  sources.push(m.c.b.here());
  m.c.b.current = undefined;
}

function lowerTests(m: MatchContext, node: Tree, scope: Scope): void {
  switch (node.kind) {
    case "leaf":
      return lowerLeaf(m, node, scope);
    case "variant":
      return lowerVariants(m, node, scope);
    case "int":
      return lowerInts(m, node, scope);
    case "str":
      return lowerStrs(m, node, scope);
    case "float":
      return lowerFloat(m, node, scope);
    case "range":
      return lowerRange(m, node, scope);
    case "length":
      return lowerLength(m, node, scope);
    case "unreachable":
      return m.c.b.terminate({ kind: "Unreachable" });
    default:
      assertNever(node, "arc");
  }
}

function lowerLeaf(m: MatchContext, leaf: Leaf, scope: Scope): void {
  const { b } = m.c;
  const arm = m.match.arms[leaf.arm];
  const isJoined = (m.leafCounts.get(leaf.arm) ?? 0) > 1;
  const bindings = leaf.bindings.map((place, i) => {
    const part = read(m, place, scope);
    // Passing a part on to where leaves meet must not take the subject apart.
    return isJoined ? m.c.scopes?.share(arm.bindings[i], part, m.span) ?? part : part;
  });
  if (arm.guard === undefined) {
    m.entries[leaf.arm].push({ block: b.here(), bindings });
    b.current = undefined;
    return;
  }
  arm.bindings.forEach((local, i) => b.write(local, bindings[i]));
  const { thens, elses } = m.lowerCondition(m.c, arm.guard);
  b.continueFrom(thens);
  if (b.current !== undefined) m.entries[leaf.arm].push({ block: b.current, bindings });
  b.continueFrom(elses);
  if (b.current === undefined) return;
  if (leaf.otherwise === undefined) throw b.error("a guarded arm without an otherwise");
  lowerLater(m, b.current, leaf.otherwise, scope);
}

/** Goes to the block of arm `index` and binds its variables there. */
function enterArm(m: MatchContext, index: number): void {
  const { b } = m.c;
  const entries = m.entries[index];
  const { bindings } = m.match.arms[index];
  if (entries.length === 0) {
    b.current = undefined;
    return;
  }
  let values = entries[0].bindings;
  if (entries.length === 1) {
    b.current = entries[0].block;
  } else {
    const block = b.block("join");
    values = values.map((v) => b.newVar(b.varTypes[v]));
    block.params.push(...values);
    for (const entry of entries) b.jump(entry.block, block, [...entry.bindings]);
    b.seal(block);
    b.current = block;
  }
  bindings.forEach((local, i) => b.write(local, values[i]));
}

function lowerVariants(
  m: MatchContext,
  node: Extract<Tree, { kind: "variant" }>,
  scope: Scope,
): void {
  const { b } = m.c;
  const src = read(m, node.at, scope);
  if (node.cases.length === 1 && node.default === undefined) {
    return lowerNode(m, node.cases[0].next, scope);
  }
  const tag = b.define(m.c.program.intType, (dst) => ({ kind: "Tag", dst, src }));
  const cases = node.cases.map(({ variant, next }) => ({ value: BigInt(variant), next }));
  lowerSwitch(m, tag, cases, node.default, scope);
}

function lowerInts(m: MatchContext, node: Extract<Tree, { kind: "int" }>, scope: Scope): void {
  const value = read(m, node.at, scope);
  const type = m.c.b.types.get(node.at.type);
  if (type.kind === "scalar" && type.scalar === "bool") return lowerBools(m, node, value, scope);
  lowerSwitch(m, value, node.cases, node.default, scope);
}

function lowerBools(
  m: MatchContext,
  node: Extract<Tree, { kind: "int" }>,
  value: VarId,
  scope: Scope,
): void {
  const side = (wanted: bigint): Tree => {
    const found = node.cases.find((one) => one.value === wanted)?.next ?? node.default;
    if (found === undefined) throw m.c.b.error("a bool test without a case");
    return found;
  };
  branchTo(m, value, side(1n), side(0n), scope);
}

function lowerSwitch(
  m: MatchContext,
  subject: VarId,
  cases: readonly { readonly value: bigint; readonly next: Tree }[],
  otherwise: Tree | undefined,
  scope: Scope,
): void {
  const { b } = m.c;
  const from = b.here();
  const open = (next: Tree) => ({ block: b.successorOf(from), next });
  const targets = cases.map((one) => ({ value: one.value, ...open(one.next) }));
  const last = otherwise === undefined ? undefined : open(otherwise);
  b.terminate({
    kind: "Switch",
    subject,
    cases: targets.map(({ value, block }) => ({ value, target: { block: block.id, args: [] } })),
    ...(last === undefined ? {} : { default: { block: last.block.id, args: [] } }),
  });
  for (const { block, next } of (last === undefined ? targets : [...targets, last]).toReversed()) {
    lowerLater(m, block, next, scope);
  }
}

function branchTo(m: MatchContext, condition: VarId, yes: Tree, no: Tree, scope: Scope): void {
  const { b } = m.c;
  const { then, else: other } = b.branch(condition);
  lowerLater(m, other, no, scope);
  lowerLater(m, then, yes, scope);
}

function lowerStrs(m: MatchContext, node: Extract<Tree, { kind: "str" }>, scope: Scope): void {
  const { b, program } = m.c;
  const subject = read(m, node.at, scope);
  const compare = (at: number): void => {
    const one = node.cases[at];
    if (one === undefined) return lowerNode(m, node.default, scope);
    const literal = b.constant(program.strType, { kind: "str", value: one.value });
    const isEqual = intrinsic(m, "str_eq", [], [subject, literal], program.boolType);
    const { then, else: other } = b.branch(isEqual);
    m.pending.push(() => {
      b.current = other;
      compare(at + 1);
    });
    lowerLater(m, then, one.next, scope);
  };
  compare(0);
}

function lowerFloat(m: MatchContext, node: Extract<Tree, { kind: "float" }>, scope: Scope): void {
  const { b } = m.c;
  const subject = read(m, node.at, scope);
  const literal = b.constant(node.at.type, { kind: "float", value: node.value });
  branchTo(m, prim(m, "float_eq", [subject, literal]), node.then, node.else, scope);
}

function lowerRange(m: MatchContext, node: Extract<Tree, { kind: "range" }>, scope: Scope): void {
  const { b } = m.c;
  const subject = read(m, node.at, scope);
  const outside: OpenBlock[] = [];
  const test = (op: "ge" | "le", bound: bigint | undefined): void => {
    if (bound === undefined) return;
    const literal = b.constant(node.at.type, { kind: "int", value: bound });
    const sides = b.branch(prim(m, comparison(m, node.at.type, op), [subject, literal]));
    outside.push(sides.else);
    b.current = sides.then;
  };
  test("ge", node.low);
  test("le", node.high);
  const inside = b.here();
  m.pending.push(() => {
    b.continueFrom(outside);
    if (b.current !== undefined) lowerNode(m, node.else, scope);
  });
  lowerLater(m, inside, node.then, scope);
}

function comparison(m: MatchContext, type: MonoTypeId, op: "ge" | "le"): PrimOp {
  const subject = m.c.b.types.get(type);
  if (subject.kind === "scalar") {
    const { scalar } = subject;
    if (scalar === "int" || scalar === "byte" || scalar === "char") return `${scalar}_${op}`;
  }
  throw m.c.b.error(`a range test on ${subject.name}`);
}

function lowerLength(m: MatchContext, node: Extract<Tree, { kind: "length" }>, scope: Scope): void {
  const { b, program } = m.c;
  const length = lengthOf(m, node.at, read(m, node.at, scope), scope);
  const wanted = b.constant(program.intType, { kind: "int", value: BigInt(node.length) });
  const op = node.orMore ? "int_ge" : "int_eq";
  branchTo(m, prim(m, op, [length, wanted]), node.then, node.else, scope);
}

function prim(m: MatchContext, op: PrimOp, args: VarId[], type = m.c.program.boolType): VarId {
  return m.c.b.define(type, (dst) => ({ kind: "Prim", dst, op, args }));
}

function intrinsic(
  m: MatchContext,
  name: "list_len" | "list_at" | "list_slice" | "list_copy" | "str_eq",
  typeArgs: readonly MonoTypeId[],
  args: VarId[],
  type: MonoTypeId,
): VarId {
  const ownership = args.map(() => "borrowed" as const);
  const call: Call = { kind: "Intrinsic", name, typeArgs, args, ownership, span: m.span };
  const value = emitCall(m.c, call, type);
  if (value === undefined) throw m.c.b.error(`${name} of type Never`);
  return value;
}

/** The value of a part of the subject, read once on a path. */
function read(m: MatchContext, place: Place, scope: Scope): VarId {
  if (place.kind === "subject") return m.subject;
  const of = read(m, place.of, scope);
  if (place.kind === "inner" && m.c.b.varTypes[of] === place.type) return of;
  return once(m, placeKey(place, of), scope, () => readPart(m, place, of, scope));
}

/** The value of `key`, made where no scope around has it. Trees are lowered depth first: a scope that is left does not come again. */
function once(m: MatchContext, key: string, scope: Scope, make: () => VarId): VarId {
  let known = m.known.get(key);
  if (known === undefined) m.known.set(key, known = []);
  for (let last = known.at(-1); last !== undefined; last = known.at(-1)) {
    if (isAround(last.scope, scope)) return last.value;
    known.pop();
  }
  const value = make();
  known.push({ scope, value });
  return value;
}

/** After E. W. Myers, "An Applicative Random-Access Stack" (1983). */
function scopeIn(outer: Scope | undefined): Scope {
  if (outer === undefined) return { depth: 0, outer, jump: undefined };
  const { depth, jump } = outer;
  const isEven = jump !== undefined && depth - jump.depth === jump.depth - (jump.jump?.depth ?? 0);
  return { depth: depth + 1, outer, jump: isEven ? jump.jump : outer };
}

function isAround(outer: Scope, scope: Scope): boolean {
  let at: Scope | undefined = scope;
  while (at !== undefined && at.depth > outer.depth) {
    at = at.jump !== undefined && at.jump.depth >= outer.depth ? at.jump : at.outer;
  }
  return at === outer;
}

function placeKey(place: Exclude<Place, { kind: "subject" }>, of: VarId): string {
  switch (place.kind) {
    case "field":
      return `${of}.${place.index}`;
    case "payload":
      return `${of}#${place.variant}.${place.index}`;
    case "element":
      return `${of}[${place.fromEnd ? "-" : ""}${place.index}]`;
    case "rest":
      return `${of}[${place.before}..${place.after}]`;
    case "inner":
      return `${of}:${place.type}`;
    default:
      return assertNever(place, "arc");
  }
}

function readPart(
  m: MatchContext,
  place: Exclude<Place, { kind: "subject" }>,
  src: VarId,
  scope: Scope,
): VarId {
  const { b, program } = m.c;
  const { type } = place;
  switch (place.kind) {
    case "field":
      return b.define(
        type,
        (dst) => ({
          kind: "Project",
          dst,
          src,
          ...cellVariant(m.c, place.of.type),
          field: place.index,
        }),
      );
    case "payload": {
      const { variant, index: field } = place;
      return b.define(type, (dst) => ({ kind: "Project", dst, src, variant, field }));
    }
    case "element": {
      const at = place.fromEnd
        ? fromEnd(m, place.of, src, place.index + 1, scope)
        : b.constant(program.intType, { kind: "int", value: BigInt(place.index) });
      return intrinsic(m, "list_at", [elementType(m, place.of)], [src, at], type);
    }
    case "rest": {
      const start = b.constant(program.intType, { kind: "int", value: BigInt(place.before) });
      const end = fromEnd(m, place.of, src, place.after, scope);
      const name = sliceOf(m.c, type);
      return intrinsic(m, name, [elementType(m, place.of)], [src, start, end], type);
    }
    case "inner":
      return b.define(type, (dst) => ({ kind: "Copy", dst, src }));
    default:
      return assertNever(place, "arc");
  }
}

function elementType(m: MatchContext, list: Place): MonoTypeId {
  const type = m.c.b.types.get(list.type);
  if (type.kind !== "list") throw m.c.b.error(`a list pattern on ${type.name}`);
  return type.element;
}

function lengthOf(m: MatchContext, list: Place, src: VarId, scope: Scope): VarId {
  const element = elementType(m, list);
  return once(
    m,
    `${src}.length`,
    scope,
    () => intrinsic(m, "list_len", [element], [src], m.c.program.intType),
  );
}

/** The index `length - back`. */
function fromEnd(m: MatchContext, list: Place, src: VarId, back: number, scope: Scope): VarId {
  const { b, program } = m.c;
  const length = lengthOf(m, list, src, scope);
  if (back === 0) return length;
  const amount = b.constant(program.intType, { kind: "int", value: BigInt(back) });
  return prim(m, "int_wrap_sub", [length, amount], program.intType);
}
