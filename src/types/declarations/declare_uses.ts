/**
 * `uses` clauses (spec 20): what each name in them means, and the hidden parameters that a function has for its
 * capabilities.
 *
 *     @fetch (url: str) -> str uses Http, Suspend
 *
 * takes one handler, of a type parameter of its own; `Suspend` is a marker and needs none.
 */
import { suggest } from "../../diagnostics/mod.ts";
import { eachChildExpr } from "../../syntax/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_capability.ts";
import { duplicateDefinition } from "../messages/errors_declare.ts";
import type {
  CapsetDef,
  FnDef,
  HandlerParam,
  ModuleScope,
  Type,
  TypeParam,
} from "../model/model.ts";
import { bodyOf } from "../model/forms.ts";
import type { TypeScope } from "../model/scope.ts";
import {
  ERROR_TYPE,
  makeTypeVar,
  paramType,
  substituteAll,
  substitutionOf,
} from "../model/type.ts";
import type { DeclareState } from "./declare_state.ts";
import { applyTrait, resolveTypeArgs } from "./resolve_types.ts";

/** Capabilities without operations: they say what a function does, not by what. */
export const MARKERS: ReadonlySet<string> = new Set(["Suspend", "Unsafe"]);

/** Capabilities of the specification that may be named before there is a trait for them. */
const STANDARD: ReadonlySet<string> = new Set([
  "Cache",
  "Clock",
  "Crypto",
  "Env",
  "FFI",
  "FileSystem",
  "Http",
  "Intrinsics",
  "Logger",
  "Print",
  "Process",
  "Random",
]);

/** Whether and how the callers of a function pass handlers. */
export type HandlerPlace =
  /** A function of a module: what nobody declares may have the type that the body finds. */
  | "function"
  /** A method of a type or trait. */
  | "method"
  /** A method of an impl, whose callers pass the handlers that this method of the trait takes. */
  | FnDef
  /** Something that is called without: `@main`, tests, the panic handler. */
  | "none";

/** Resolves the `uses` clause of a function and gives it its hidden parameters. */
export function declareUses(
  state: DeclareState,
  scope: TypeScope,
  fn: FnDef,
  uses: readonly ast.UsedCapability[],
  place: HandlerPlace,
  typeParams: TypeParam[],
): void {
  const declared = typeof place === "object" ? place.handlers : [];
  if (uses.length + declared.length === 0) return;
  const used = new Map<string, Used>();
  for (const name of uses) collect(state, scope.module, name, used, []);
  const named = [...used.values()];
  fn.markers = named.filter((use) => use.kind === "marker").map(({ name }) => name.text);
  const bindable = named.filter((use) => use.kind !== "marker");
  if (place === "none" || typeof place === "object") {
    fn.handlers = typeof place === "object"
      ? declared.map((one) => handlerLike(state, fn, place, one, bindable, typeParams))
      : [];
    const isPassed = (use: Used) =>
      use.kind === "trait" && declared.some(({ trait }) => trait === use.trait);
    for (const use of bindable) {
      if (use.kind === "trait" && !isPassed(use)) state.undelivered.push({ fn, ...use });
    }
    return;
  }
  fn.handlers = bindable.map((use): HandlerParam => {
    const { text: name, span } = use.name;
    const trait = use.kind === "trait" ? appliedTrait(state, scope, use) : {};
    if (place === "function" && (use.kind === "named" || isValue(fn, name))) {
      fn.openParams = typeParams;
      return { name, type: makeTypeVar(-1 - fn.id), span, ...trait };
    }
    const param: TypeParam = { ...state.freshParam(name), isHandler: true };
    typeParams.push(param);
    return { name, type: paramType(param), span, ...trait };
  });
}

/** The trait of a handler, with its arguments where it is generic. */
function appliedTrait(
  state: DeclareState,
  scope: TypeScope,
  { trait, name }: Used & { kind: "trait" },
): Pick<HandlerParam, "trait" | "traitArgs"> {
  const { typeArgs = [], span } = name;
  if (trait.params.length === 0 && typeArgs.length === 0) return { trait };
  if (trait.associatedCount > 0) {
    state.unsupported("capabilities with associated types are", span);
  }
  const written = resolveTypeArgs(state, scope, typeArgs, state.diagnostics);
  const applied = applyTrait(trait, written, paramType(trait.self), span, state.diagnostics);
  return { trait, traitArgs: applied?.args ?? trait.params.map(() => ERROR_TYPE) };
}

/** The arguments of the trait of a handler of `declared`, a method of the trait that the impl of `fn` is of. */
function traitArgsFor(fn: FnDef, declared: FnDef, args: readonly Type[]): readonly Type[] {
  const impl = fn.owner?.kind === "impl" ? fn.owner.impl : undefined;
  if (impl?.trait === undefined) return args;
  const own = fn.typeParams.slice(impl.params.length).map(paramType);
  const map = substitutionOf(declared.typeParams, [impl.self, ...impl.trait.args, ...own]);
  return substituteAll(args, map);
}

/** The handler of a method of an impl for that of the method of the trait: it is passed whether or not the impl uses it. */
function handlerLike(
  state: DeclareState,
  fn: FnDef,
  of: FnDef,
  declared: HandlerParam,
  uses: readonly Used[],
  typeParams: TypeParam[],
): HandlerParam {
  const { trait } = declared;
  const traitArgs = declared.traitArgs && traitArgsFor(fn, of, declared.traitArgs);
  const use = uses.find((one) => one.kind === "trait" && one.trait === trait);
  const { text: name, span } = use?.name ?? { text: declared.name, span: fn.span };
  const param: TypeParam = { ...state.freshParam(name), isHandler: true };
  typeParams.push(param);
  const type = paramType(param);
  return { name, type, span, ...(trait && { trait }), ...(traitArgs && { traitArgs }) };
}

/** Whether the body takes the handler `name` as a value: then the use says what type it has, as for a parameter. */
function isValue(fn: FnDef, name: string): boolean {
  let found = false;
  const visit = (expr: ast.Expr): void => {
    if (expr.kind === "Ident" && expr.name === name) found = true;
    // Operations, and `with Http = Http in ..`, take handlers of any type.
    const kept = new Set<ast.Expr>();
    if (expr.kind === "MethodCall") kept.add(expr.receiver);
    if (expr.kind === "With") {
      for (const { name: bound, value } of expr.bindings) {
        if (bound.text === name && value.kind === "expr") kept.add(value.expr);
      }
    }
    eachChildExpr(expr, (child) => {
      if (child.kind !== "Ident" || !kept.has(child)) visit(child);
    });
  };
  const body = bodyOf(fn);
  if (body !== undefined) visit(body);
  return found;
}

type Used =
  | {
    readonly kind: "trait";
    readonly name: ast.UsedCapability;
    readonly trait: NonNullable<HandlerParam["trait"]>;
  }
  | { readonly kind: "marker" | "named"; readonly name: ast.Name };

/** Adds what `name` stands for; the members of capability sets in their place. */
function collect(
  state: DeclareState,
  module: ModuleScope,
  name: ast.UsedCapability,
  used: Map<string, Used>,
  around: readonly CapsetDef[],
): void {
  const { text } = name;
  const entity = module.types.get(text);
  if (entity?.kind === "capset") {
    const { capset } = entity;
    if (around.includes(capset)) return; // reported where it is declared
    const home = state.modules[capset.module] ?? module;
    for (const member of capset.members) {
      collect(state, home, { ...member, span: name.span }, used, [...around, capset]);
    }
  } else if (entity?.kind === "trait") {
    used.set(`${entity.trait.id}`, { kind: "trait", name, trait: entity.trait });
  } else if (module.brokenNames.has(text)) return; // its import was reported
  else if (MARKERS.has(text)) used.set(text, { kind: "marker", name });
  else if (entity !== undefined) state.report(errors.notACapability(name));
  else if (STANDARD.has(text) || bindsByName(module, text)) {
    used.set(text, { kind: text === "FFI" ? "marker" : "named", name });
  } else if (text !== "") {
    state.report(errors.unknownCapability(name, suggest(text, capabilityNames(module))));
  }
}

function* capabilityNames(module: ModuleScope): Iterable<string> {
  yield* MARKERS;
  for (const [name, { kind }] of module.types) {
    if (kind === "trait" || kind === "capset") yield name;
  }
}

/** Whether some `with` of the module binds `name`, which stands for no trait. */
function bindsByName(module: ModuleScope, name: string): boolean {
  const binds = (expr: ast.Expr): boolean => {
    if (expr.kind === "With" && expr.bindings.some((one) => one.name.text === name)) return true;
    let found = false;
    eachChildExpr(expr, (child) => found ||= binds(child));
    return found;
  };
  return module.functions.some(({ item }) => {
    const body = item.kind === "Const" ? item.value : item.body;
    return body !== undefined && binds(body);
  });
}

/** Checks the declarations of capability sets: their members, and that none contains itself. */
export function checkCapsets(state: DeclareState): void {
  for (const capset of state.capsets) {
    const module = state.modules[capset.module];
    if (module === undefined) continue;
    for (const member of capset.members) {
      const entity = module.types.get(member.text);
      const isKnown = entity?.kind === "trait" || entity?.kind === "capset" ||
        MARKERS.has(member.text) || STANDARD.has(member.text);
      if (isKnown || module.brokenNames.has(member.text) || member.text === "") continue;
      state.report(
        entity === undefined
          ? errors.unknownCapability(member, suggest(member.text, capabilityNames(module)))
          : errors.notACapability(member),
      );
    }
    if (reaches(state, capset, capset, new Set())) state.report(errors.cyclicCapset(capset));
  }
}

function reaches(
  state: DeclareState,
  from: CapsetDef,
  to: CapsetDef,
  seen: Set<CapsetDef>,
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return from.members.some((member) => {
    const entity = state.modules[from.module]?.types.get(member.text);
    if (entity?.kind !== "capset") return false;
    return entity.capset === to || reaches(state, entity.capset, to, seen);
  });
}

/** Reports a second `def impl` of a trait in one module. */
export function checkDefaultHandlers(state: DeclareState): void {
  for (const [trait, defaults] of state.defaults) {
    defaults.forEach((one, i) => {
      const first = defaults.slice(0, i).find(({ module }) => module === one.module);
      if (first !== undefined) {
        state.report(duplicateDefinition(`def impl ${trait.name}`, one.span, first.span));
      }
    });
  }
}
