/** The worklist of instances: each function once per type arguments, made when first called. */
import { InternalError, type SourceMap, type Span, UniqueNames } from "../base/mod.ts";
import {
  type CanonCallee,
  canonDefault,
  type CanonFn,
  canonFunction,
  canonMemo,
  type CoreLocal,
  functionName,
} from "../canon/mod.ts";
import {
  findImpl,
  type FnDef,
  isStatefulHandler,
  memoBody,
  objectTrait,
  paramType,
  type Program,
  prune,
  revealType,
  showType,
  type Substitution,
  substitutionOf,
  type TraitDef,
  type Type,
  type TypedBody,
} from "../types/mod.ts";
import { deriveMethod } from "./derive.ts";
import { makeEntry } from "./entry.ts";
import { DropReach } from "./drop_reach.ts";
import { FunctionBuilder } from "./function_builder.ts";
import { operationMethod } from "./operations.ts";
import { makeObject, objectMethod } from "./objects.ts";
import type { MonoCoreExpr, MonoFn, MonoFnId, MonoTypeId, Update } from "./program.ts";
import { resolveCallee, type Target } from "./resolve.ts";
import { Frame } from "./frame.ts";
import { tellTarget } from "./tell_target.ts";
import { rewrite } from "./rewrite.ts";
import { MAX_TYPE_DEPTH, MAX_TYPE_PARTS, type TypeLimit, TypeTable } from "./type_table.ts";

/** The place that asked for an instance: the symbol of the function, and the span in it. */
export interface Origin {
  readonly from: string;
  readonly span: Span;
}

/** A limit that an instantiation passes. Fields of a `Diagnostic`. */
export interface LimitPassed {
  readonly code: "E2060";
  readonly message: string;
  readonly primary: { readonly span: Span; readonly text: string };
  /** The calls that led there, last first. */
  readonly related: readonly { readonly span: Span; readonly text: string }[];
  readonly notes: readonly string[];
}

interface Instance {
  readonly id: MonoFnId;
  readonly target: Target;
  readonly symbol: string;
  readonly origin: Origin | undefined;
}

/** Properties of a function that are known once its body is rewritten. */
export interface Definition {
  readonly out: FunctionBuilder;
  readonly span: Span;
  readonly params: readonly CoreLocal[];
  readonly captureCount: number | undefined;
  readonly result: MonoTypeId;
  readonly body: MonoCoreExpr;
}

export class Monomorphizer {
  readonly types: TypeTable;
  readonly #fns: (MonoFn | undefined)[] = [];
  readonly #instances = new Map<string, Instance>();
  readonly #bySymbol = new Map<string, Instance>();
  /** Symbols of all functions, lambdas included. */
  readonly #symbols = new UniqueNames();
  readonly #queue: Instance[] = [];
  readonly #canon = new Map<string, CanonFn>();
  #current: Instance | undefined;
  readonly #dropTrait: TraitDef;
  readonly #hasDrops: boolean;
  readonly #reach: DropReach<TypeTable>;
  readonly updates: Update<MonoFnId>[] = [];
  /** `Drop.drop` of each type that has it. */
  readonly drops = new Map<MonoTypeId, MonoFnId>();
  /** The first limit that was passed; there is no program then. */
  passed: LimitPassed | undefined;

  constructor(
    readonly program: Program,
    readonly sources: SourceMap,
    readonly bodyOf: (fn: FnDef) => TypedBody,
  ) {
    this.#dropTrait = program.builtins.trait("Drop");
    this.#hasDrops = program.impls.some((impl) =>
      impl.trait?.trait === this.#dropTrait && objectTrait(impl.self) === undefined
    );
    this.types = new TypeTable({
      onLimit: (type, limit) => this.#reportEndless(showType(type), limit),
      builtinType: (name) => program.builtins.type(name),
      reveal: (type) => this.#reveal(type),
      drops: (type) => this.#drops(type),
      onDrops: (type, id) => this.drops.set(id, this.#dropOf(type)),
    });
    // What a closure holds is not known.
    this.#reach = new DropReach(this.types, (id) => this.types.isDropping(id), this.#hasDrops);
  }

  #drops(type: Type): boolean {
    // A trait object is released by what its methods keep.
    if (!this.#hasDrops || objectTrait(type) !== undefined) return false;
    return findImpl(this.program, this.#dropTrait, type).kind === "impl";
  }

  #dropOf(self: Type): MonoFnId {
    const trait = this.#dropTrait;
    const method = trait.methods.get("drop");
    if (method === undefined) throw new InternalError("no Drop.drop", { stage: "mono" });
    const ref = { trait, args: [] };
    const callee = { kind: "trait", trait: ref, method, self, typeArgs: [] } as const;
    return this.instance(this.resolve(callee, new Map(), method.span));
  }

  /** Returns the type behind an `impl Trait`; the function with that result has been checked. */
  #reveal(type: Type): Type {
    const t = prune(type);
    const fn = t.kind === "con" && t.def.body.kind === "opaque" ? t.def.body.fn : undefined;
    const found = t.kind === "con" && fn && revealType(t, this.bodyOf(fn).hidden);
    if (found) return found;
    throw new InternalError(`nothing behind ${showType(type)}`, { stage: "mono" });
  }

  /** Makes the functions asked for, and those that they ask for. */
  run(): readonly MonoFn[] {
    this.#makeQueued();
    if (this.passed === undefined) this.#makeUpdates();
    if (this.passed !== undefined) return [];
    return this.#fns.map((fn, i) => {
      if (fn === undefined) {
        throw new InternalError(`function ${i} was not made`, { stage: "mono" });
      }
      return fn;
    });
  }

  #makeQueued(): void {
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) {
      this.#current = next;
      if (this.passed === undefined) this.#make(next);
    }
  }

  /** Adds `map_take` and `map_put` for each type of map that is read and written, unless its values are scalars. */
  #makeUpdates(): void {
    const { builtins } = this.program;
    const write = builtins.fn("map_insert");
    const written = [...this.#instances.values()].filter(({ target }) =>
      target.kind === "fn" && target.fn === write
    );
    for (const { id, target } of written) {
      const typeArgs = typeArgsOf(target);
      const of = (name: string) => ({ kind: "fn", fn: builtins.fn(name), typeArgs }) as const;
      const read = this.#instances.get(this.#key(of("map_get")))?.id;
      const value = typeArgs[1];
      if (read === undefined || value === undefined || this.#isScalar(value)) continue;
      const take = this.instance(of("map_take"));
      const put = this.instance(of("map_put"));
      this.updates.push({ read, write: id, take, put });
    }
    this.#makeQueued();
  }

  #isScalar(type: Type): boolean {
    return this.types.get(this.types.monoOf(type)).kind === "scalar";
  }

  resolve(callee: CanonCallee, map: Substitution, span: Span): Target {
    const target = resolveCallee(this, callee, map, span);
    const { events } = this.program;
    if (events?.resolve && callee.kind === "trait") {
      const self = this.types.concrete(callee.self, map);
      const fn = this.#current?.symbol ?? "";
      tellTarget(events, { method: callee.method, self, target, span, fn });
    }
    return target;
  }

  // --- Instances ------------------------------------------------------------------------------

  /** The function for `target`, queued when it is new. */
  instance(target: Target, origin?: Origin): MonoFnId {
    const key = this.#key(target);
    const known = this.#instances.get(key);
    if (known !== undefined) return known.id;
    const symbol = this.#symbol(target);
    const instance: Instance = { id: this.reserve(), target, symbol, origin };
    this.#instances.set(key, instance);
    this.#bySymbol.set(symbol, instance);
    const limit = this.types.passedLimit(typeArgsOf(target));
    if (limit !== undefined) this.#reportEndless(symbol, limit, instance);
    else this.#queue.push(instance);
    return instance.id;
  }

  reserve(): MonoFnId {
    return (this.#fns.push(undefined) - 1) as MonoFnId;
  }

  define(id: MonoFnId, { out, span, params, captureCount, result, body }: Definition): void {
    const { name, symbol, isStd, isFree, locals } = out;
    const made = { id, name, symbol, isStd, isFree };
    this.#fns[id] = { ...made, span, params, captureCount, result, locals, body };
  }

  #key(target: Target): string {
    const args = this.types.key(typeArgsOf(target));
    switch (target.kind) {
      case "fn":
        return `${target.fn.id}:${args}`;
      case "default":
        return `${target.fn.id}.${target.param}:${args}`;
      case "memo":
      case "entry":
        return `${target.fn.id}.${target.kind}:${args}`;
      case "derived":
        return `${target.method.id}!${args}`;
      case "object":
        return `object:${args}`;
    }
  }

  /** Readable and unique: equal names in different modules are numbered. */
  #symbol(target: Target): string {
    const name = this.#name(target);
    const args = fnOf(target) === undefined ? [] : typeArgsOf(target).map(showType);
    return this.#symbols.claim(args.length === 0 ? name : `${name}<${args.join(", ")}>`);
  }

  #name(target: Target): string {
    switch (target.kind) {
      case "fn":
        return functionName(this.program, target.fn);
      case "memo":
      case "entry":
        return `${functionName(this.program, target.fn)}.${target.kind}`;
      case "default": {
        const param = target.fn.params[target.param]?.name ?? "";
        return `${functionName(this.program, target.fn)}.default_${param}`;
      }
      case "derived":
        return `${showType(target.self)}.${target.method.name}`;
      case "object":
        return `${showType(target.to)} of ${showType(target.from)}`;
    }
  }

  #make({ id, target, symbol }: Instance): void {
    const source = this.canonOf(target);
    const fn = fnOf(target);
    const isStd = fn === undefined || (this.program.modules[fn.module]?.isStd ?? false);
    const isFree = fn !== undefined && fn.owner === undefined;
    const out = new FunctionBuilder(source.name, symbol, isStd, isFree, this.#symbols);
    const frame = new Frame(this, out, source, this.substitution(target));
    const params = source.params.map((param) => frame.define(param));
    this.define(id, {
      out,
      span: source.span,
      params,
      captureCount: undefined,
      result: frame.type(source.result),
      body: rewrite(frame, source.body),
    });
  }

  /** The substitution for the type parameters in the Core of a target. */
  substitution(target: Target): Substitution {
    if (target.kind === "derived" || target.kind === "object") return new Map();
    return substitutionOf(target.fn.typeParams, target.typeArgs);
  }

  // --- Core of functions ------------------------------------------------------------------------

  /** The Core of a target, made once per function. */
  canonOf(target: Target): CanonFn {
    const key = canonKey(target, this.types);
    const known = this.#canon.get(key);
    if (known !== undefined) return known;
    const made = this.#makeCanon(target);
    this.#canon.set(key, made);
    return made;
  }

  #makeCanon(target: Target): CanonFn {
    if (target.kind === "object") return makeObject(this.program, target.from, target.to);
    if (target.kind === "derived") {
      const { trait, method, self } = target;
      if (isStatefulHandler(self)) {
        return operationMethod(trait, method, self, target.handlers ?? []);
      }
      if (objectTrait(self) !== undefined) return objectMethod(this.program, trait, method, self);
      return deriveMethod(
        this.program,
        target,
        (self) => this.#reach.reaches(this.types.monoOf(self)),
      );
    }
    const { fn } = target;
    if (target.kind === "entry") return makeEntry(this.program, this.sources, fn);
    if (target.kind === "fn" && fn.intrinsic !== undefined) return this.#wrapIntrinsic(fn);
    const body = this.bodyOf(fn);
    if (body.hasErrors) {
      throw new InternalError("body with errors", { stage: "mono", fn: fn.name, span: fn.span });
    }
    if (target.kind === "memo") {
      const recurse = memoBody(fn);
      if (recurse === undefined) throw new InternalError("no memo", { stage: "mono", fn: fn.name });
      return canonMemo(this.program, body, recurse, this.sources);
    }
    return target.kind === "default"
      ? canonDefault(this.program, body, target.param, this.sources)
      : canonFunction(this.program, body, this.sources);
  }

  /** An intrinsic used as a value: a function that calls it. */
  #wrapIntrinsic(fn: FnDef): CanonFn {
    const { span } = fn;
    const locals = fn.params.map(({ name, type }) => ({ name, type, isMutable: false }));
    const params = fn.params.map((_, i) => i as CoreLocal);
    const args = params.map((local, i) =>
      ({ kind: "Local", local, type: fn.params[i]?.type as Type, span }) as const
    );
    const callee = { kind: "fn", fn, typeArgs: fn.typeParams.map(paramType) } as const;
    return {
      name: functionName(this.program, fn),
      span,
      params,
      result: fn.result,
      locals,
      body: { kind: "Call", callee, args, type: fn.result, span },
    };
  }

  // --- Instantiation without end ------------------------------------------------------------------

  #reportEndless(what: string, limit: TypeLimit, instance = this.#current): void {
    if (this.passed !== undefined) return;
    const chain: Origin[] = [];
    for (let at = instance; at?.origin !== undefined && chain.length < 6;) {
      chain.push(at.origin);
      at = this.#bySymbol.get(at.origin.from);
    }
    const root = instance && fnOf(instance.target)?.span;
    const span = chain[0]?.span ?? root;
    if (span === undefined) throw new InternalError(`endless ${what}`, { stage: "mono" });
    this.passed = {
      code: "E2060",
      message: `this instantiation goes past a limit: ${LIMITS[limit]}`,
      primary: { span, text: `needs ${shorten(what)}` },
      related: chain.slice(1).map((origin) => ({
        span: origin.span,
        text: "which is needed here",
      })),
      notes: chain.map((origin) => `needed by ${shorten(origin.from)}`),
    };
  }
}

const LIMITS: Readonly<Record<TypeLimit, string>> = {
  depth: `types nest at most ${MAX_TYPE_DEPTH} deep`,
  parts: `type arguments have at most ${MAX_TYPE_PARTS} parts`,
};

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 60)} ... ${text.slice(-16)}`;
}

/** The function of the program that a target is an instance of; what `mono` writes is of none. */
function fnOf(target: Target): FnDef | undefined {
  return target.kind === "derived" || target.kind === "object" ? undefined : target.fn;
}

function typeArgsOf(target: Target): readonly Type[] {
  switch (target.kind) {
    case "derived":
      return [target.self, ...target.handlers ?? []];
    case "object":
      return [target.from, target.to];
    default:
      return target.typeArgs;
  }
}

function canonKey(target: Target, types: TypeTable): string {
  switch (target.kind) {
    case "fn":
      return `${target.fn.id}`;
    case "default":
      return `${target.fn.id}.${target.param}`;
    case "memo":
    case "entry":
      return `${target.fn.id}.${target.kind}`;
    case "derived":
      return `${target.method.id}!${types.key(typeArgsOf(target))}`;
    case "object":
      return `object:${types.key([target.from, target.to])}`;
  }
}
