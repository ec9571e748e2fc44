/**
 * From a module graph to the declarations of the program: every name, type, signature and impl.
 * The rounds are in the order in which each needs the last: names, imports, bounds, bodies of types,
 * traits, impls, functions; then the checks that need all of them.
 */
import { InternalError } from "../../base/mod.ts";
import type { Diagnostics } from "../../diagnostics/mod.ts";
import type { Events } from "../../events/mod.ts";
import type { ModuleGraph } from "../../modules/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { undelivered } from "../messages/errors_capability.ts";
import { BodyTable } from "../model/body_table.ts";
import { BUILTIN_DEFS } from "../model/builtin.ts";
import type { Entity, FnDef, ModuleScope, TraitDef } from "../model/model.ts";
import type { Builtins, Program } from "../model/program.ts";
import type { TypeScope } from "../model/scope.ts";
import { checkExtensions, importExtensions } from "./check_extensions.ts";
import { checkImpls } from "./check_impls.ts";
import { checkKeys } from "./check_keys.ts";
import { checkMains, checkPanicHandlers } from "./check_main.ts";
import { checkContainment } from "./check_types.ts";
import { declareDerives } from "./declare_derives.ts";
import { declareImpl, declareTraitMethods, implRank } from "./declare_impls.ts";
import { linkNames } from "./declare_imports.ts";
import { collectNames } from "./declare_names.ts";
import { checkObjectUses, completeObjectType } from "./declare_objects.ts";
import {
  declareConst,
  declareSignature,
  declareTest,
  NO_SURROUNDINGS,
} from "./declare_signature.ts";
import { checkCapsets, checkDefaultHandlers } from "./declare_uses.ts";
import { DeclareState } from "./declare_state.ts";
import { addImpliedImpls } from "./implied_impls.ts";
import {
  declareTraitBounds,
  declareTypeBody,
  declareTypeBounds,
  inheritAssociatedTypes,
} from "./declare_types.ts";

/** Declares everything in `graph`. Signatures with errors hold the error type. */
export function declareProgram(
  graph: ModuleGraph,
  diagnostics: Diagnostics,
  events?: Events,
): Program {
  const state = new DeclareState(graph, diagnostics);
  for (const loaded of graph.modules) collectNames(state, loaded);
  linkNames(state);
  const builtins = makeBuiltins(state);
  for (const trait of inheritAssociatedTypes(state)) declareTraitBounds(state, trait);
  for (const type of state.pendingTypes) declareTypeBounds(state, type);
  for (const type of state.pendingTypes) declareTypeBody(state, type);
  for (const trait of state.pendingTraits) declareTraitMethods(state, trait);
  for (const { def, fields } of state.pendingTraits) completeObjectType(state, def, fields);
  state.combined.complete();
  for (const type of state.pendingTypes) declareDerives(state, type, builtins.trait);
  declareImpls(state, builtins);
  for (const fn of state.pendingFns) declareSignature(state, fn, NO_SURROUNDINGS);
  for (const constant of state.pendingConsts) declareConst(state, constant);
  for (const test of state.pendingTests) declareTest(state, test);
  importExtensions(state);
  sortFunctions(state);
  const program = { ...makeProgram(state, builtins), events };
  addImpliedImpls(state, program);
  checkObjectUses(state);
  checkContainment(state);
  checkImpls(state, program);
  checkExtensions(state, program);
  checkCapsets(state);
  checkDefaultHandlers(state);
  for (const { fn, trait, name } of state.undelivered) {
    if (!state.defaults.has(trait)) state.report(undelivered(fn, name));
  }
  checkMains(state, program);
  checkPanicHandlers(state, program);
  checkKeys(state, program);
  return program;
}

/** Impls of supertraits with associated types come first: they say what the types are. */
function declareImpls(state: DeclareState, builtins: Builtins): void {
  const later: { readonly scope: ModuleScope; readonly item: ast.ImplItem; rank: number }[] = [];
  const program = makeProgram(state, builtins);
  for (const { loaded, scope } of state.declared) {
    for (const item of loaded.tree.items) {
      if (item.kind !== "Impl" && item.kind !== "Extend") continue;
      const rank = implRank(scope, item);
      if (item.kind === "Impl" && rank > 0) later.push({ scope, item, rank });
      else declareImpl(state, program, scope, item);
    }
  }
  later.sort((a, b) => a.rank - b.rank);
  for (const { scope, item } of later) {
    declareImpl(state, makeProgram(state, builtins), scope, item);
  }
}

/** Methods were declared after functions: back to source order. */
function sortFunctions(state: DeclareState): void {
  for (const { functions } of state.modules) {
    functions.sort((a, b) => a.span.start - b.span.start);
  }
}

function makeProgram(state: DeclareState, builtins: Builtins): Program {
  const { graph, modules, typeDefs, fns, traits, impls, index } = state;
  return {
    graph,
    modules,
    typeDefs,
    fns,
    traits,
    impls,
    builtins,
    index,
    solved: new Map(),
    defaults: state.defaults,
    typeScopeOf: (fn) => scopeOf(state, fn),
    combined: state.combined,
    bodies: new BodyTable(),
    selfChanges: state.selfChanges,
    freshTypeParamId: () => state.freshTypeParamId(),
  };
}

function scopeOf(state: DeclareState, fn: FnDef): TypeScope {
  const scope = state.scopes.get(fn);
  if (scope !== undefined) return scope;
  throw new InternalError("function without a type scope", {
    stage: "types",
    fn: fn.name,
    span: fn.span,
  });
}

/** Definitions of the prelude by name. */
function makeBuiltins(state: DeclareState): Builtins {
  const known = new Map<string, Entity>();
  const values = new Map<string, Entity>();
  for (const { loaded, scope } of state.declared) {
    if (!loaded.isPrelude) continue;
    for (const [name, entity] of scope.own.types) known.set(name, entity);
    for (const [name, entity] of scope.own.values) values.set(name, entity);
  }
  let stdTraits: ReadonlyMap<string, TraitDef> | undefined;
  const missing = (kind: string, name: string) =>
    new InternalError(`the prelude has no ${kind} ${name}`, { stage: "types" });
  return {
    defs: BUILTIN_DEFS,
    type: (name) => {
      const entity = known.get(name);
      if (entity?.kind !== "type") throw missing("type", name);
      return entity.type;
    },
    fn: (name) => {
      const entity = values.get(name);
      if (entity?.kind !== "fn") throw missing("function", name);
      return entity.fn;
    },
    stdTrait: (name) => (stdTraits ??= stdTraitsOf(state)).get(name),
    trait: (name) => {
      const entity = known.get(name);
      if (entity?.kind !== "trait") throw missing("trait", name);
      return entity.trait;
    },
  };
}

/** The traits of std by name. Asked for once all traits are declared. */
function stdTraitsOf({ traits, modules }: DeclareState): ReadonlyMap<string, TraitDef> {
  const ofStd = traits.filter(({ module }) => modules[module]?.isStd);
  return new Map(ofStd.map((trait) => [trait.name, trait]));
}
