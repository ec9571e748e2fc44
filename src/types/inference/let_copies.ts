/**
 * Lambdas that `let` binds are polymorphic, other values are not (the value restriction of ML). Each use has a copy of the
 * lambda: its tree again, with ids of its own, checked where the `let` stands. A use whose types are known shares the copy
 * that has them; copies that turn out to be of one type become one at the end of the body.
 */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { copyExpr } from "../../syntax/mod.ts";
import type { LetCopy, LocalDef, LocalId, Type } from "../model/model.ts";
import { lookupValue } from "../model/scope.ts";
import { eachType, equalTypes, prune, someType } from "../model/type.ts";
import { mayUnify } from "../model/unify.ts";
import { boxOfType } from "../traits/any_iterator.ts";
import { objectTrait } from "../traits/trait_objects.ts";
import { assignedNames } from "./assigned_names.ts";
import type { BodyContext } from "./body_context.ts";
import { decideLiterals } from "./coerce.ts";
import type { Env } from "./scopes.ts";

/** So many copies in one body: a chain of lambdas that use each other twice has no more. */
const MAX_COPIES = 256;

/** A value for some of the uses: that of the `let` itself, or a copy of it. */
interface Instance extends LetCopy {
  readonly uses: ast.NodeId[];
}

/** A name that stands for a value of several types. */
export interface Shared {
  readonly pattern: ast.Pattern;
  readonly env: Env;
  readonly instances: Instance[];
  /** Whether the types of the parameters say what the result is. */
  readonly isDetermined: boolean;
}

export class LetCopies {
  readonly #shared = new Map<LocalId, Shared>();
  #assigned: ReadonlySet<string> | undefined;
  #count = 0;

  /** The value of a `let` that is about to be bound, if it may be copied; no later name is seen from there. */
  candidate(
    cx: Pick<BodyContext, "module" | "scopes">,
    value: ast.Expr,
    type: Type,
  ): Env | undefined {
    if (!this.#isValue(cx, value) || !isOpen(type)) return undefined;
    cx.scopes.seal();
    return cx.scopes.env;
  }

  #isValue(cx: Pick<BodyContext, "module" | "scopes">, value: ast.Expr): boolean {
    switch (value.kind) {
      case "Paren":
        return this.#isValue(cx, value.inner);
      case "Lambda":
        return true;
      case "Ident": {
        const local = cx.scopes.lookup(value.name);
        if (local !== undefined) return this.#shared.has(local.id);
        const entity = lookupValue(cx.module, value.name);
        return entity?.kind === "fn" && entity.fn.kind === "function";
      }
      default:
        return false;
    }
  }

  /** Enters the local that `pattern` was bound to. */
  add(local: LocalDef, pattern: ast.Pattern, value: ast.Expr, env: Env): void {
    const first = { value, local: local.id, uses: [] };
    const isDetermined = resultFollows(local.type);
    this.#shared.set(local.id, { pattern, env, instances: [first], isDetermined });
  }

  of(local: LocalDef): Shared | undefined {
    return this.#shared.get(local.id);
  }

  /** The local that `use` reads: of an instance that nothing uses yet or whose type surely `fits`, else of a copy. */
  choose(
    cx: BodyContext,
    { pattern, env, instances, isDetermined }: Shared,
    use: { readonly id: ast.NodeId; readonly span: Span },
    fits: (type: Type) => boolean,
  ): LocalDef {
    const localOf = ({ local }: Instance) => cx.scopes.locals[local] as LocalDef;
    const usable = ({ uses }: Instance, type: Type) =>
      uses.length === 0 || isDetermined && !isOpen(type) && fits(type);
    let chosen = instances.find((one) => usable(one, localOf(one).type));
    if (chosen === undefined && this.#mayCopy(cx, pattern)) {
      const inCopy = { ...env, copiedFor: use.span };
      chosen = this.#copy(cx, pattern, inCopy, instances[0] as Instance);
      instances.push(chosen);
    }
    chosen ??= instances.find((one) => fits(localOf(one).type)) ?? instances[0] as Instance;
    chosen.uses.push(use.id);
    return localOf(chosen);
  }

  /** A variable that is assigned has one type. */
  #mayCopy(cx: Pick<BodyContext, "fn">, pattern: ast.Pattern): boolean {
    if (this.#count >= MAX_COPIES || pattern.kind !== "Bind") return false;
    this.#assigned ??= assignedNames(cx.fn);
    return !this.#assigned.has(pattern.name);
  }

  #copy(cx: BodyContext, pattern: ast.Pattern, env: Env, first: Instance): Instance {
    this.#count++;
    const value = copyExpr(first.value, () => cx.freshNode());
    const origin = cx.scopes.locals[first.local] as LocalDef;
    const local = cx.scopes.at(env, () => {
      const type = cx.infer(value);
      cx.work.settle();
      decideLiterals(cx.unifier, type);
      return cx.scopes.declare(origin.name, type, origin.isMutable, pattern.span);
    });
    return { value, local: local.id, uses: [] };
  }

  /** Makes one of the copies of one type, when all types are known, and notes those that are left. */
  finish({ facts, scopes }: Pick<BodyContext, "facts" | "scopes">): void {
    for (const { pattern, instances } of this.#shared.values()) {
      const kept: Instance[] = [];
      for (const one of instances) {
        const type = scopes.locals[one.local]?.type as Type;
        const same = kept.find(({ local }) => equalTypes(scopes.locals[local]?.type as Type, type));
        if (same === undefined) kept.push(one);
        else redirect(facts, one.uses, same.local);
      }
      if (kept.length > 1) facts.letCopies.set(pattern.id, kept.slice(1));
    }
  }
}

function redirect(
  facts: Pick<BodyContext["facts"], "resolutions">,
  uses: readonly ast.NodeId[],
  local: LocalId,
): void {
  for (const use of uses) facts.resolutions.set(use, { kind: "local", local });
}

/** Whether `type` holds variables other than those of int literals. */
function isOpen(type: Type): boolean {
  return someType(type, (part) => {
    const t = prune(part);
    return t.kind === "var" && !t.isIntLiteral;
  });
}

/** Whether every variable in the result of a function type is one of its parameters. */
function resultFollows(type: Type): boolean {
  const t = prune(type);
  if (t.kind !== "fn") return false;
  const given = new Set<Type>();
  for (const param of t.params) eachType(param, (part) => given.add(prune(part)));
  return !someType(t.result, (part) => prune(part).kind === "var" && !given.has(prune(part)));
}

/** Whether a value of type `type` is surely what the place of type `expected` asks for. */
export function isAsked(type: Type, expected: Type | undefined): boolean {
  return expected !== undefined && !isOpen(expected) && mayUnify(type, expected);
}

/** Whether a function of type `type` is surely the one to call with arguments of these types for a value of `expected`. */
export function takes(
  cx: Pick<BodyContext, "program">,
  type: Type,
  args: readonly (Type | undefined)[],
  expected: Type | undefined,
): boolean {
  const t = prune(type);
  if (t.kind !== "fn" || t.params.length !== args.length) return true;
  const fits = args.every((arg, i) => {
    const param = t.params[i] as Type;
    return arg !== undefined && !isOpen(arg) && (isMadeThere(cx, param) || mayUnify(param, arg));
  });
  return fits && (expected === undefined || mayUnify(t.result, expected));
}

/** Whether values of other types become values of `type` where one is expected. */
function isMadeThere({ program }: Pick<BodyContext, "program">, type: Type): boolean {
  const t = prune(type);
  if (t.kind !== "con") return false;
  return objectTrait(t) !== undefined || boxOfType(program, t.def) !== undefined;
}
