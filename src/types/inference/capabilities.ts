/**
 * Which handlers stand for the capabilities of a call: what the innermost `with` around binds, what the function itself
 * takes by its `uses`, else a default implementation (spec 20.9.1). A capability that has none of these is missing.
 */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { missingCapability, otherInstance } from "../messages/errors_capability.ts";
import type {
  Callee,
  DefaultHandler,
  FnDef,
  HandlerSource,
  LocalDef,
  LocalId,
  ModuleScope,
  TraitDef,
  Type,
} from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { ERROR_TYPE, substitute, substituteAll, substitutionOf } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";
import type { Provided } from "./scopes.ts";

/** Binds the handlers that the function at hand takes; gives their variables. */
export function declareHandlers(cx: Pick<BodyContext, "facts" | "fn" | "scopes">): void {
  const locals: LocalId[] = [];
  for (const { name, trait, traitArgs, type, span } of cx.fn.handlers) {
    const local = trait === undefined
      ? cx.scopes.declareAs("parameter", () => cx.scopes.declare(name, type, false, span))
      : cx.scopes.hide(name, type, span);
    locals.push(local.id);
    cx.scopes.env = {
      ...cx.scopes.env,
      provided: {
        name,
        local,
        ...(trait && { trait }),
        ...(traitArgs && { traitArgs }),
        ...parentOf(cx.scopes.env.provided),
      },
    };
  }
  cx.facts.handlerLocals = locals;
}

/** The field `parent` of what is provided inside of `outer`. */
export function parentOf(outer: Provided | undefined): { readonly parent?: Provided } {
  return outer === undefined ? {} : { parent: outer };
}

/** The variable that holds the handler of `trait` here. */
export function handlerLocal(
  cx: Pick<BodyContext, "scopes">,
  trait: TraitDef,
): LocalDef | undefined {
  return find(cx, (one) => one.trait === trait)?.local;
}

function find(
  cx: Pick<BodyContext, "scopes">,
  isWanted: (one: Provided) => boolean,
): Provided | undefined {
  for (let one = cx.scopes.env.provided; one !== undefined; one = one.parent) {
    if (isWanted(one)) return one;
  }
  return undefined;
}

/** A handler that is there, its type, and the arguments of the trait that it has. */
interface FoundHandler {
  readonly source: HandlerSource;
  readonly type: Type;
  readonly traitArgs: readonly Type[];
}

/** The handler of `trait` here; undefined when there is none. */
export function provide(
  cx: Pick<BodyContext, "module" | "program" | "record" | "scopes">,
  trait: TraitDef,
  span: Span,
): FoundHandler | undefined {
  const provided = find(cx, (one) => one.trait === trait);
  if (provided !== undefined) return handlerIn(cx, provided, span);
  const found = defaultHandler(cx.program, cx.module, trait);
  if (found === undefined) return undefined;
  return { source: { kind: "default", type: found.type }, type: found.type, traitArgs: [] };
}

function handlerIn(
  cx: Pick<BodyContext, "record" | "scopes">,
  { local, traitArgs = [] }: Provided,
  span: Span,
): FoundHandler {
  noteCapture(cx, local, span);
  return { source: { kind: "local", local: local.id }, type: local.type, traitArgs };
}

/** Notes that a closure keeps the handler in `local`. What a `catch` runs keeps nothing. */
export function noteCapture(
  cx: Pick<BodyContext, "record" | "scopes">,
  local: LocalDef,
  span: Span,
): void {
  if (cx.scopes.isKept(local)) cx.record.captures.push({ local, span });
}

/** The default implementation of `trait` that `module` sees: that of the trait's module before its own. */
export function defaultHandler(
  program: Program,
  module: ModuleScope,
  trait: TraitDef,
): DefaultHandler | undefined {
  const all = program.defaults.get(trait) ?? [];
  const isOwn = trait.module === module.id;
  const imported = all.find((one) => one.module === trait.module && (one.isPublic || isOwn));
  if (imported !== undefined && (isOwn || !isStripped(module, trait))) return imported;
  return all.find((one) => one.module === module.id);
}

/** `use .. { Trait without def }`. */
function isStripped(module: ModuleScope, trait: TraitDef): boolean {
  for (const entity of module.types.values()) {
    if (entity.kind === "trait" && entity.trait === trait) return entity.withoutDef === true;
  }
  return false;
}

/** Finds the handlers that the call `node` of `fn` passes; what is missing is reported. */
export function passHandlers(
  cx: BodyContext,
  node: ast.NodeId,
  fn: FnDef,
  callee: Callee,
  span: Span,
): void {
  for (const marker of fn.markers) checkMarker(cx, marker, `\`${fn.name}\``, span);
  if (fn.handlers.length === 0) return;
  const map = substitutionOf(fn.typeParams, allTypeArgs(callee));
  const sources: HandlerSource[] = [];
  for (const handler of fn.handlers) {
    const { name, trait, type } = handler;
    const found = trait === undefined ? provideByName(cx, name, span) : provide(cx, trait, span);
    const what = `\`${fn.name}\``;
    if (found === undefined) {
      cx.record.report(missingCapability(name, what, cx.fn, span, false));
      continue;
    }
    const wanted = substituteAll(handler.traitArgs ?? [], map);
    if (!wanted.every((arg, i) => cx.unifier.unify(arg, found.traitArgs[i] ?? ERROR_TYPE))) {
      cx.record.report(otherInstance({ what, name, wanted, found: found.traitArgs, span }));
      continue;
    }
    cx.unifier.unify(substitute(type, map), found.type);
    sources.push(found.source);
  }
  cx.facts.handlers.set(node, sources);
}

/** The arguments for all type parameters of the function or method. */
function allTypeArgs(callee: Callee): readonly Type[] {
  return callee.kind === "fn"
    ? callee.typeArgs
    : [callee.self, ...callee.trait.args, ...callee.typeArgs];
}

function provideByName(cx: BodyContext, name: string, span: Span): FoundHandler | undefined {
  const found = find(cx, (one) => one.trait === undefined && one.name === name);
  return found && handlerIn(cx, found, span);
}

/** Reports a use of the marker capability `marker` where it is not allowed. */
export function checkMarker(cx: BodyContext, marker: string, what: string, span: Span): void {
  const { fn } = cx;
  if (fn.markers.includes(marker)) return;
  if (marker === "Unsafe" && cx.scopes.env.isUnsafe) return;
  // Tests run in a context that may suspend.
  const isTest = fn.kind === "test" || cx.module.tests.some((test) => test.fn === fn);
  if (marker !== "Unsafe" && isTest) return;
  cx.record.report(missingCapability(marker, what, fn, span, true));
}

/** `print` where a handler of `Print` is bound is an operation of that; undefined for every other function and place. */
export function printOperation(
  cx: Pick<BodyContext, "module" | "program" | "record" | "scopes">,
  fn: FnDef,
  span: Span,
): { readonly callee: Callee & { kind: "trait" }; readonly source: HandlerSource } | undefined {
  if (fn.name !== "print" || fn !== cx.program.builtins.fn("print")) return undefined;
  const trait = cx.program.builtins.trait("Print");
  if (handlerLocal(cx, trait) === undefined) return undefined;
  const found = provide(cx, trait, span);
  const method = trait.methods.get("println");
  if (found === undefined || method === undefined) return undefined;
  const ref = { trait, args: [] };
  const callee = {
    kind: "trait",
    trait: ref,
    method,
    self: found.type,
    typeArgs: [],
    byHandler: true,
  } as const;
  return { callee, source: found.source };
}
