/**
 * The trait solver: which impl, bound or structural rule gives a type a trait. Impl heads are matched
 * one way; overlap is excluded by coherence (`declarations/coherence.ts`), so there is no backtracking.
 */
import { InternalError } from "../../base/mod.ts";
import { type Head, headOf } from "../model/impl_index.ts";
import type { ImplDef, ImplResult, TraitDef, TraitRef, Type, TypeParam } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import {
  isBuiltin,
  paramType,
  prune,
  selfConType,
  someType,
  substitute,
  substituteAll,
  substitutionOf,
} from "../model/type.ts";
import { WalkMemo } from "../model/walk_memo.ts";
import { type Answer, compareTypes, matchAll, matchType } from "./match_type.ts";

const STRUCTURAL: ImplResult = { kind: "structural" };
const UNKNOWN: ImplResult = { kind: "unknown" };
const MISSING: ImplResult = { kind: "missing" };

/** Deeper nesting of requirements than this has no end. Types may nest as deep as `mono` makes them (`MAX_TYPE_DEPTH`). */
const MAX_DEPTH = 400;

/** One question to the solver, and how deep in its requirements it is. */
interface Query {
  readonly depth: number;
  /** Answers so far, for traits without arguments: the parts that types share are solved once. */
  readonly solved: Map<TraitDef, WalkMemo<ImplResult>>;
}

function startQuery(): Query {
  return { depth: 0, solved: new Map() };
}

function nextQuery({ depth, solved }: Query): Query {
  return { depth: depth + 1, solved };
}

/** Traits that tuples have when all their elements do; `Len` without a condition. */
const TUPLE_TRAITS: ReadonlySet<string> = new Set([
  "Eq",
  "Comparable",
  "Hashable",
  "Printable",
  "Debug",
  "Clone",
  "Default",
  "Len",
]);

/**
 * How `self` implements `trait`. `args` are the trait's arguments as far as they are known, without
 * the associated types (those the impl decides); left out, any arguments will do, and more than one
 * matching impl is `unknown`.
 */
export function findImpl(
  program: Program,
  trait: TraitDef,
  self: Type,
  args?: readonly Type[],
): ImplResult {
  return solve(program, trait, self, args, startQuery());
}

function solve(
  program: Program,
  trait: TraitDef,
  self: Type,
  args: readonly Type[] | undefined,
  query: Query,
): ImplResult {
  const t = prune(self);
  if (trait.params.length > 0) return solveUncached(program, trait, t, args, query);
  const cache = t.kind === "con" && t.args.length === 0
    ? cacheOf(program, trait)
    : memoOf(query, trait);
  const known = cache.get(t);
  if (known !== undefined) return known;
  const result = solveUncached(program, trait, t, args, query);
  cache.set(t, result);
  return result;
}

function memoOf({ solved }: Query, trait: TraitDef): WalkMemo<ImplResult> {
  let memo = solved.get(trait);
  if (memo === undefined) solved.set(trait, memo = new WalkMemo());
  return memo;
}

function cacheOf({ solved }: Program, trait: TraitDef): Map<Type, ImplResult> {
  let cache = solved.get(trait);
  if (cache === undefined) solved.set(trait, cache = new Map());
  return cache;
}

function solveUncached(
  program: Program,
  trait: TraitDef,
  t: Type,
  args: readonly Type[] | undefined,
  query: Query,
): ImplResult {
  if (query.depth > MAX_DEPTH) return MISSING;
  if (t.kind === "error") return { kind: "error" };
  if (t.kind === "var") return UNKNOWN;
  const bounds = knownBounds(t);
  const byBound = bounds && solveByBound(trait, bounds, args);
  if (byBound !== undefined) return byBound;
  const matches = matchingImpls(program, trait, t, args);
  let reason: ImplResult = MISSING;
  let found: ImplResult | undefined;
  for (const match of matches) {
    // A specific impl wins over a blanket one.
    if (found !== undefined && found.kind !== "unknown" && isBlanket(match.impl)) break;
    const result = checkConditions(program, match, query);
    if (result.kind === "missing") reason = result;
    else if (found !== undefined) return UNKNOWN;
    else found = result;
  }
  if (found !== undefined) return found;
  return matches.length > 0 ? reason : solveByStructure(program, trait, t, query);
}

// --- Bounds of type parameters and of `impl Trait` ----------------------------------------------

/** The bounds by which alone a type is known, supertraits included; undefined for other types. */
export function knownBounds(type: Type): readonly TraitRef[] | undefined {
  const t = prune(type);
  if (t.kind === "param") return boundsOf(t.param);
  if (t.kind !== "con" || t.def.body.kind !== "opaque") return undefined;
  const refs = elaborate(t.def.body.bounds, selfConType(t.def));
  const map = substitutionOf(t.def.params, t.args);
  return refs.map((ref) => instantiateRef(ref, map));
}

function solveByBound(
  trait: TraitDef,
  bounds: readonly TraitRef[],
  args: readonly Type[] | undefined,
): ImplResult | undefined {
  let found: TraitRef | undefined;
  for (const ref of bounds) {
    if (ref.trait !== trait) continue;
    const answer = compareArgs(ref.args, args, trait);
    if (answer === "yes") return { kind: "bound", ref };
    if (answer === "no") continue;
    if (found !== undefined) return UNKNOWN;
    found = ref;
  }
  return found === undefined ? undefined : { kind: "bound", ref: found };
}

function compareArgs(
  known: readonly Type[],
  wanted: readonly Type[] | undefined,
  trait: TraitDef,
): Answer {
  if (wanted === undefined) return "yes";
  const decided = Math.min(wanted.length, trait.params.length - trait.associatedCount);
  let answer: Answer = "yes";
  for (let i = 0; i < decided; i++) {
    const one = compareTypes(known[i] as Type, wanted[i] as Type);
    if (one === "no") return "no";
    if (one === "maybe") answer = "maybe";
  }
  return answer;
}

/** The bounds of `param` with all their supertraits, each once. For use when all bounds are resolved. */
export function boundsOf(param: TypeParam): readonly TraitRef[] {
  if (param.bounds.length === 0) return param.bounds;
  return param.allBounds ??= elaborate(param.bounds, paramType(param));
}

/** `refs` and the supertraits they bring, stated for `self`. */
export function elaborate(refs: readonly TraitRef[], self: Type): readonly TraitRef[] {
  const all: TraitRef[] = [];
  const queue = [...refs];
  for (let i = 0; i < queue.length; i++) {
    const ref = queue[i] as TraitRef;
    const isKnown = all.some((other) =>
      other.trait === ref.trait && matchAll(other.args, ref.args, new Map()) === "yes"
    );
    if (isKnown) continue;
    all.push(ref);
    const map = substitutionOf(ref.trait.params, ref.args);
    map.set(ref.trait.self, self);
    for (const parent of ref.trait.supertraits) {
      queue.push({ trait: parent.trait, args: substituteAll(parent.args, map) });
    }
  }
  return all;
}

// --- Impls ---------------------------------------------------------------------------------------

/** An impl whose head fits, with what its parameters stand for as far as the head tells. */
export interface HeadMatch {
  readonly impl: ImplDef;
  readonly bindings: Map<TypeParam, Type | undefined>;
  /** `maybe`: fits if variables turn out right. */
  readonly answer: Answer;
}

/** The impls of `trait` whose head and arguments fit `self`, blanket impls last. */
export function matchingImpls(
  program: Program,
  trait: TraitDef,
  self: Type,
  args?: readonly Type[],
): readonly HeadMatch[] {
  const head = headOf(self);
  const found: HeadMatch[] = [];
  addMatches(program, trait, head, self, args, found);
  if (head !== "any") addMatches(program, trait, "any", self, args, found);
  return found.length < 2 ? found : found.sort((a, b) => specificity(a.impl) - specificity(b.impl));
}

/** The rank of an impl among those that fit, the least first: concrete, blanket with bounds, blanket (spec 10.6.7). */
export function specificity(impl: ImplDef): 0 | 1 | 2 {
  if (!isBlanket(impl)) return 0;
  return impl.params.some((param) => param.bounds.length > 0) ? 1 : 2;
}

function addMatches(
  program: Program,
  trait: TraitDef,
  head: Head,
  self: Type,
  args: readonly Type[] | undefined,
  found: HeadMatch[],
): void {
  for (const impl of program.index.impls(head, trait)) {
    const match = matchHead(impl, self);
    if (match === undefined) continue;
    const byArgs = matchTraitArgs(impl, match.bindings, args);
    if (byArgs === "no") continue;
    found.push(byArgs === "maybe" ? { ...match, answer: "maybe" } : match);
  }
}

/** Whether `impl` is `impl<T> T: Trait`. */
export function isBlanket(impl: ImplDef): boolean {
  return prune(impl.self).kind === "param";
}

/** Matches the self type of `impl`; undefined when it cannot be `self`. */
export function matchHead(impl: ImplDef, self: Type): HeadMatch | undefined {
  const bindings = new Map<TypeParam, Type | undefined>();
  for (const param of impl.params) bindings.set(param, undefined);
  const answer = matchType(impl.self, self, bindings);
  return answer === "no" ? undefined : { impl, bindings, answer };
}

function matchTraitArgs(
  impl: ImplDef,
  bindings: Map<TypeParam, Type | undefined>,
  args: readonly Type[] | undefined,
): Answer {
  const ref = impl.trait;
  if (args === undefined || ref === undefined) return "yes";
  const decided = Math.min(args.length, ref.trait.params.length - ref.trait.associatedCount);
  return matchAll(ref.args.slice(0, decided), args.slice(0, decided), bindings);
}

/** Whether the bounds of a matching impl hold, and the match with all its arguments. */
export function checkConditions(
  program: Program,
  match: HeadMatch,
  query = startQuery(),
): ImplResult {
  let isUnknown = match.answer === "maybe";
  for (const param of match.impl.params) {
    for (const ref of param.bounds) {
      const self = match.bindings.get(param);
      if (self === undefined) {
        isUnknown = true;
        continue;
      }
      const result = checkCondition(program, match, self, ref, query);
      if (result.kind === "missing") return result;
      if (result.kind === "unknown") isUnknown = true;
    }
  }
  if (isUnknown) return { kind: "unknown", traitArgs: openTraitArgs(match) };
  return completeMatch(match);
}

function checkCondition(
  program: Program,
  match: HeadMatch,
  self: Type,
  ref: TraitRef,
  query: Query,
): ImplResult {
  const known = definedBindings(match.bindings);
  const decided = ref.trait.params.length - ref.trait.associatedCount;
  const args = substituteAll(ref.args.slice(0, decided), known);
  const result = solve(program, ref.trait, self, args, nextQuery(query));
  switch (result.kind) {
    case "missing":
      return { kind: "missing", because: result.because ?? { self, ref: { ...ref, args } } };
    case "impl":
      return bindProjections(match, ref, result.traitArgs);
    case "bound":
      return bindProjections(match, ref, result.ref.args);
    case "unknown":
      if (result.traitArgs !== undefined) bindProjections(match, ref, result.traitArgs);
      return UNKNOWN;
    default:
      return result;
  }
}

/** Associated types of a bound become known with the impl that satisfies it; stated ones must agree. */
function bindProjections(
  match: HeadMatch,
  ref: TraitRef,
  found: readonly (Type | undefined)[],
): ImplResult {
  const decided = ref.trait.params.length - ref.trait.associatedCount;
  for (let i = decided; i < found.length; i++) {
    const type = found[i];
    if (type === undefined) continue;
    const answer = matchType(ref.args[i] as Type, type, match.bindings);
    if (answer === "no") return MISSING;
    if (answer === "maybe") return UNKNOWN;
  }
  return STRUCTURAL;
}

function completeMatch(match: HeadMatch): ImplResult {
  const { impl } = match;
  const map = definedBindings(match.bindings);
  const typeArgs = impl.params.map((param) => map.get(param));
  if (typeArgs.some((arg) => arg === undefined)) return UNKNOWN;
  return {
    kind: "impl",
    impl,
    typeArgs: typeArgs as Type[],
    traitArgs: substituteAll(impl.trait?.args ?? [], map),
  };
}

/** The arguments of the trait that a match gives so far; undefined where they hold open parameters. */
export function openTraitArgs(match: HeadMatch): (Type | undefined)[] {
  const map = definedBindings(match.bindings);
  const isOpen = (t: Type) =>
    t.kind === "param" && match.bindings.has(t.param) && !map.has(t.param);
  return (match.impl.trait?.args ?? []).map((arg) =>
    someType(arg, isOpen) ? undefined : substitute(arg, map)
  );
}

/** The bindings that are decided, as a substitution. */
export function definedBindings(
  bindings: ReadonlyMap<TypeParam, Type | undefined>,
): Map<TypeParam, Type> {
  const map = new Map<TypeParam, Type>();
  for (const [param, type] of bindings) if (type !== undefined) map.set(param, type);
  return map;
}

// --- Structure -----------------------------------------------------------------------------------

function solveByStructure(
  program: Program,
  trait: TraitDef,
  t: Type,
  query: Query,
): ImplResult {
  if (!isStructural(program, trait, t)) return MISSING;
  if (t.kind !== "tuple" || trait.name === "Len") return STRUCTURAL;
  let isUnknown = false;
  for (const element of t.elements) {
    const result = solve(program, trait, element, undefined, nextQuery(query));
    if (result.kind === "missing") {
      return { kind: "missing", because: result.because ?? { self: element, ref: bare(trait) } };
    }
    if (result.kind === "unknown") isUnknown = true;
  }
  return isUnknown ? UNKNOWN : STRUCTURAL;
}

/** Whether the shape of `type` alone can give it `trait`: tuples and `void` the derivable ones, functions `Clone`. */
export function isStructural(program: Program, trait: TraitDef, type: Type): boolean {
  if (!TUPLE_TRAITS.has(trait.name) || program.builtins.trait(trait.name) !== trait) return false;
  const t = prune(type);
  if (t.kind === "tuple") return true;
  if (isBuiltin(t, "void")) return trait.name !== "Len";
  return t.kind === "fn" && trait.name === "Clone";
}

function bare(trait: TraitDef): TraitRef {
  return { trait, args: [] };
}

/** The trait reference `ref` of a definition, restated for what `params` stand for. */
export function instantiateRef(ref: TraitRef, map: ReadonlyMap<TypeParam, Type>): TraitRef {
  return { trait: ref.trait, args: ref.args.map((arg) => substitute(arg, map)) };
}

/** The result of a query that must succeed because checking has proved it. */
export function requireImpl(
  program: Program,
  trait: TraitDef,
  self: Type,
  args?: readonly Type[],
): ImplResult & { readonly kind: "impl" | "structural" | "bound" } {
  const result = findImpl(program, trait, self, args);
  if (result.kind === "impl" || result.kind === "structural" || result.kind === "bound") {
    return result;
  }
  throw new InternalError(`no impl of ${trait.name}: ${result.kind}`, { stage: "types" });
}
