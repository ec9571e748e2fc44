/** Finds the methods and associated functions of a type by name. */
import { hasSelf } from "../model/forms.ts";
import { headOf, type ImplMember } from "../model/impl_index.ts";
import type { FnDef, ImplDef, ModuleId, TraitDef, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { prune, someType, substitute } from "../model/type.ts";
import { addsSelf } from "./added_self.ts";
import {
  checkConditions,
  definedBindings,
  type HeadMatch,
  isBlanket,
  isStructural,
  knownBounds,
  matchHead,
  matchingImpls,
} from "./traits.ts";

/**
 * A method found. To call it, instantiate `fn.typeParams` (never those of the impl: a method whose
 * own `where` adds a bound has its own copies, in the same order): the impl's first, by `implArgs`, or
 * for a trait method `Self` by `self` and the trait's parameters by `traitArgs`; then its own, afresh.
 * An undefined argument is not determined by the receiver: a fresh variable. The bounds of all
 * `typeParams` are the caller's to demand.
 */
export type MethodCandidate =
  | {
    readonly kind: "impl";
    readonly source: "inherent" | "extension";
    readonly fn: FnDef;
    readonly impl: ImplDef;
    readonly implArgs: readonly (Type | undefined)[];
  }
  | {
    readonly kind: "trait";
    readonly source: "impl" | "bound" | "structural";
    /** The method of the trait; `mono` finds that of the impl. */
    readonly fn: FnDef;
    readonly trait: TraitDef;
    readonly traitArgs: readonly (Type | undefined)[];
    readonly self: Type;
  };

/**
 * Methods `name` of a value of type `self`, as seen from module `from`, best first: inherent, then
 * of traits in scope, then of extensions. Two candidates of different traits are ambiguous unless an
 * inherent one comes first. Empty for an unsolved variable and for an error.
 */
export function lookupMethod(
  program: Program,
  self: Type,
  name: string,
  from: ModuleId,
): readonly MethodCandidate[] {
  return candidates(program, self, name, from).filter((candidate) => hasSelf(candidate.fn));
}

/** Functions `name` of the type `self` itself, without a receiver: `Type.new`, `T.default`; methods last. */
export function lookupAssociated(
  program: Program,
  self: Type,
  name: string,
  from: ModuleId,
): readonly MethodCandidate[] {
  const all = candidates(program, self, name, from);
  return [...all.filter((c) => !hasSelf(c.fn)), ...all.filter((c) => hasSelf(c.fn))];
}

function candidates(
  program: Program,
  self: Type,
  name: string,
  from: ModuleId,
): MethodCandidate[] {
  const t = prune(self);
  if (t.kind === "var" || t.kind === "error") return [];
  const inherent: MethodCandidate[] = [];
  const extensions: MethodCandidate[] = [];
  for (const { impl, fn } of members(program, t, name)) {
    if (impl.isExtension && !isVisible(program, impl, fn, from)) continue;
    const match = matchHead(impl, t);
    if (match === undefined) continue;
    const source = impl.isExtension ? "extension" : "inherent";
    const implArgs = impl.params.map((param) => match.bindings.get(param));
    (impl.isExtension ? extensions : inherent).push({ kind: "impl", source, fn, impl, implArgs });
  }
  const traits = traitMethods(program, t, name).filter((candidate) =>
    candidate.kind !== "trait" || candidate.source !== "impl" ||
    isInScope(program, candidate.trait, t, from)
  );
  // What std has beyond the specification does not hide an extension of the program.
  const isStd = ({ fn }: MethodCandidate) => program.modules[fn.module]?.isStd ?? false;
  const ofProgram = extensions.filter((candidate) => !isStd(candidate));
  const hidden = inherent.filter(isStd);
  if (ofProgram.length > 0 && hidden.length === inherent.length) {
    return [...traits, ...ofProgram, ...inherent, ...extensions.filter(isStd)];
  }
  return [...inherent, ...traits, ...extensions];
}

/** The trait that has a method `name` for `self` but is not in scope in module `from` (10.6.4). */
export function traitOutOfScope(
  program: Program,
  self: Type,
  name: string,
  from: ModuleId,
): TraitDef | undefined {
  const t = prune(self);
  if (t.kind === "var" || t.kind === "error") return undefined;
  for (const candidate of traitMethods(program, t, name)) {
    if (candidate.kind === "trait" && !isInScope(program, candidate.trait, t, from)) {
      return candidate.trait;
    }
  }
  return undefined;
}

/** Traits of std are in scope everywhere, others in their module and where they or a trait below them have a name. */
function isInScope(program: Program, trait: TraitDef, self: Type, from: ModuleId): boolean {
  const isStd = (id: ModuleId) => program.modules[id]?.isStd ?? false;
  if (trait.module === from || isStd(trait.module) || isStd(from)) return true;
  // The methods of an object are its own.
  if (self.kind === "con" && self.def.objectOf !== undefined) return true;
  for (const entity of program.modules[from]?.types.values() ?? []) {
    if (entity.kind === "trait" && isOrExtends(entity.trait, trait)) return true;
  }
  return false;
}

function isOrExtends(trait: TraitDef, parent: TraitDef): boolean {
  return trait === parent || trait.supertraits.some((ref) => isOrExtends(ref.trait, parent));
}

/** Methods of the type's own impls, those of the program before those of std. */
function members(program: Program, t: Type, name: string): readonly ImplMember[] {
  const head = headOf(t);
  const own = program.index.members(head, name);
  const all = head === "any" ? own : [...own, ...program.index.members("any", name)];
  if (all.length < 2) return all;
  const isStd = ({ impl }: ImplMember) => program.modules[impl.module]?.isStd ?? false;
  return [...all.filter((member) => !isStd(member)), ...all.filter(isStd)];
}

/** Extensions of std are seen everywhere, others where they stand or are imported. */
function isVisible(program: Program, impl: ImplDef, fn: FnDef, from: ModuleId): boolean {
  return impl.module === from || (program.modules[impl.module]?.isStd ?? false) ||
    program.index.isImportedExtension(from, fn);
}

function traitMethods(program: Program, t: Type, name: string): MethodCandidate[] {
  const found: MethodCandidate[] = [];
  for (const trait of traitsToTry(program, t, name)) {
    const fn = trait.methods.get(name);
    if (fn !== undefined) addTraitCandidates(program, t, trait, fn, found);
  }
  if (found.length < 2) return found;
  const isStd = (c: MethodCandidate) =>
    c.kind === "trait" && (program.modules[c.trait.module]?.isStd ?? false);
  return [...found.filter((c) => !isStd(c)), ...found.filter(isStd)];
}

/** Traits with a method `name`; where many have one, only those that `t` may implement. */
function traitsToTry(program: Program, t: Type, name: string): Iterable<TraitDef> {
  const all = program.index.traitsWithMethod(name);
  if (all.length <= FEW_TRAITS || t.kind !== "con") return all;
  if (t.def.body.kind === "builtin" || t.def.body.kind === "opaque") return all;
  const known = [...program.index.traitsOf(t.def), ...program.index.traitsOf("any")];
  return new Set(known.filter((trait) => trait.methods.has(name)));
}

const FEW_TRAITS = 8;

function addTraitCandidates(
  program: Program,
  t: Type,
  trait: TraitDef,
  fn: FnDef,
  found: MethodCandidate[],
): void {
  const add = (source: "impl" | "bound" | "structural", args: readonly (Type | undefined)[]) => {
    found.push({ kind: "trait", source, fn, trait, traitArgs: args, self: t });
  };
  const refs = (knownBounds(t) ?? []).filter((ref) => ref.trait === trait);
  for (const ref of refs) add("bound", ref.args);
  if (refs.length > 0) return;
  const matches = matchingImpls(program, trait, t).filter((match) => mayApply(program, match));
  for (const match of matches) {
    // A method that takes its handler is found as one of the type's own.
    if (!addsSelf(match.impl.methods.get(fn.name) ?? fn, fn, trait)) {
      add("impl", traitArgsOf(match));
    }
  }
  if (matches.length === 0 && isStructural(program, trait, t)) add("structural", []);
}

/** A blanket impl gives a method only to types that meet its bounds. */
function mayApply(program: Program, match: HeadMatch): boolean {
  if (!isBlanket(match.impl)) return true;
  return checkConditions(program, match).kind !== "missing";
}

/** The trait's arguments as the matching impl states them; undefined where the type does not tell. */
export function traitArgsOf(match: HeadMatch): (Type | undefined)[] {
  const map = definedBindings(match.bindings);
  const isOpen = (t: Type) =>
    t.kind === "param" && match.bindings.has(t.param) && !map.has(t.param);
  return (match.impl.trait?.args ?? []).map((arg) =>
    someType(arg, isOpen) ? undefined : substitute(arg, map)
  );
}
