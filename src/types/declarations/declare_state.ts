/** The tables that grow while declarations are read, and the work still to do. */
import { assertNever, type Id, invariant, type Span } from "../../base/mod.ts";
import type { Diagnostic, Diagnostics } from "../../diagnostics/mod.ts";
import type { LoadedModule, ModuleGraph } from "../../modules/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import {
  defaultBeforeOthers,
  duplicateDefinition,
  isAboutNothing,
  notSupported,
} from "../messages/errors_declare.ts";
import { BUILTIN_DEFS, BUILTIN_NAMES, FIRST_TYPE_PARAM_ID } from "../model/builtin.ts";
import { ImplIndex } from "../model/impl_index.ts";
import type {
  CapsetDef,
  DefaultHandler,
  FieldDef,
  FnDef,
  FnDefId,
  ImplDef,
  ImplDefId,
  ModuleScope,
  TraitDef,
  TraitDefId,
  Type,
  TypeDef,
  TypeDefBody,
  TypeDefId,
  TypeParam,
  TypeParamId,
  VariantDef,
} from "../model/model.ts";
import type { TypeScope } from "../model/scope.ts";
import { makeTypeVar } from "../model/type.ts";
import { SelfChangeTable } from "../traits/self_change_table.ts";
import { CombinedTraitTable } from "./combined_traits.ts";

/** A module whose names are being collected. */
export interface DeclaredModule {
  readonly loaded: LoadedModule;
  readonly scope: ModuleScope;
}

/** A type whose fields are still to be resolved; the arrays are those inside `def`. */
export interface PendingType {
  readonly module: ModuleScope;
  readonly item: ast.TypeItem;
  readonly def: TypeDef;
  readonly params: TypeParam[];
  /** The fields of a struct, or of each variant. */
  readonly fields: readonly FieldDef[][];
}

export interface PendingTrait {
  readonly module: ModuleScope;
  readonly item: ast.TraitItem;
  readonly def: TraitDef;
  /** The array inside `def`. */
  readonly params: TypeParam[];
  /** The fields of the struct of its objects. */
  readonly fields: FieldDef[];
}

/** A function whose signature is still to be resolved; `typeParams` is the array inside `fn`. */
export interface PendingFn {
  readonly module: ModuleScope;
  readonly item: ast.FunctionItem;
  readonly fn: FnDef;
  readonly typeParams: TypeParam[];
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Other names of a method. */
  readonly nameAliases: readonly string[];
}

export interface PendingConst {
  readonly module: ModuleScope;
  readonly item: ast.ConstItem;
  readonly fn: FnDef;
}

export interface PendingTest {
  readonly module: ModuleScope;
  readonly item: ast.TestItem;
  readonly fn: FnDef;
}

/** A `#derive` or marker that makes an impl. */
export interface PendingDerive {
  readonly impl: ImplDef;
  readonly def: TypeDef;
  readonly span: Span;
}

/** A trait as a type. */
export interface ObjectUse {
  readonly trait: TraitDef;
  readonly span: Span;
}

export class DeclareState {
  readonly modules: ModuleScope[] = [];
  readonly declared: DeclaredModule[] = [];
  readonly typeDefs: TypeDef[] = BUILTIN_NAMES.map((name) => BUILTIN_DEFS[name]);
  readonly fns: FnDef[] = [];
  readonly traits: TraitDef[] = [];
  readonly impls: ImplDef[] = [];
  readonly index = new ImplIndex();
  readonly scopes = new Map<FnDef, TypeScope>();

  readonly pendingTypes: PendingType[] = [];
  readonly pendingTraits: PendingTrait[] = [];
  readonly pendingFns: PendingFn[] = [];
  readonly pendingConsts: PendingConst[] = [];
  readonly pendingTests: PendingTest[] = [];
  readonly derives: PendingDerive[] = [];
  /** The types made of `impl Trait` in results, by where they are written. */
  readonly opaqueTypes = new Map<ast.TypeExpr, readonly TypeDef[]>();
  /** Traits used as types, to be checked when their methods are known. */
  readonly objectUses: ObjectUse[] = [];
  readonly combined = new CombinedTraitTable(this);
  readonly capsets: CapsetDef[] = [];
  /** The panic handlers of all modules. */
  readonly panicHandlers: FnDef[] = [];
  /** Capabilities of functions that are called without handlers. */
  readonly undelivered: {
    readonly fn: FnDef;
    readonly trait: TraitDef;
    readonly name: ast.Name;
  }[] = [];
  readonly defaults = new Map<TraitDef, DefaultHandler[]>();
  readonly selfChanges = new SelfChangeTable();

  #nextTypeParam = FIRST_TYPE_PARAM_ID;

  constructor(readonly graph: ModuleGraph, readonly diagnostics: Diagnostics) {}

  report(diagnostic: Diagnostic): void {
    if (!isAboutNothing(diagnostic)) this.diagnostics.report(diagnostic);
  }

  /** `feature` with its verb: `trait objects are`. */
  unsupported(feature: string, span: Span): void {
    this.report(notSupported(feature, span));
  }

  freshTypeParamId(): TypeParamId {
    return (this.#nextTypeParam++) as TypeParamId;
  }

  freshParam(name: string, projection?: TypeParam["projection"]): TypeParam {
    const id = this.freshTypeParamId();
    return { id, name, bounds: [], ...(projection === undefined ? {} : { projection }) };
  }

  addType(def: Omit<TypeDef, "id" | "origin">): TypeDef {
    const origin = originOf(this.graph.modules[def.module]);
    const made: TypeDef = { id: this.typeDefs.length as TypeDefId, origin, ...def };
    this.typeDefs.push(made);
    return made;
  }

  addFn(def: Omit<FnDef, "id">): FnDef {
    const made: FnDef = { id: this.fns.length as FnDefId, ...def };
    this.fns.push(made);
    return made;
  }

  addTrait(def: Omit<TraitDef, "id">): TraitDef {
    const made: TraitDef = { id: this.traits.length as TraitDefId, ...def };
    this.traits.push(made);
    return made;
  }

  addImpl(def: Omit<ImplDef, "id">): ImplDef {
    const made: ImplDef = { id: this.impls.length as ImplDefId, ...def };
    this.impls.push(made);
    return made;
  }
}

/** The body of a type whose field types are not known yet, and the arrays they go into. */
export function bodyShell(body: ast.TypeBody, placeholder: Type): {
  readonly body: TypeDefBody;
  readonly fields: FieldDef[][];
} {
  switch (body.kind) {
    case "struct": {
      const fields: FieldDef[] = [];
      return { body: { kind: "struct", fields }, fields: [fields] };
    }
    case "sum": {
      const fields = body.variants.map((): FieldDef[] => []);
      const variants = body.variants.map((variant, index): VariantDef => ({
        name: variant.name.text,
        index,
        fields: fields[index] as FieldDef[],
        span: variant.name.span,
      }));
      return { body: { kind: "sum", variants }, fields };
    }
    case "newtype":
      return { body: { kind: "newtype", inner: placeholder }, fields: [] };
    default:
      return assertNever(body, "types");
  }
}

/** Reports names that stand twice in one list: of parameters, fields or type parameters. */
export function checkDistinct(
  state: DeclareState,
  named: readonly { readonly name: string; readonly span: Span }[],
): void {
  const spans = new Map<string, Span>();
  for (const { name, span } of named) {
    const first = spans.get(name);
    if (first === undefined) spans.set(name, span);
    else if (name !== "") state.report(duplicateDefinition(name, span, first));
  }
}

/** Reports a type parameter without a default behind one that has one (10.3.1). */
export function checkDefaultsLast(
  state: DeclareState,
  generics: readonly ast.GenericParam[],
): void {
  const first = generics.findIndex((generic) => generic.default !== undefined);
  if (first < 0) return;
  for (const generic of generics.slice(first)) {
    if (generic.default !== undefined) continue;
    state.report(defaultBeforeOthers(generic.name, (generics[first] as ast.GenericParam).name));
  }
}

/**
 * The result of a constant without a written type: by the form of a literal, else a variable that
 * checking the constant's value solves. Its id is negative, so that it never meets those of bodies.
 */
export function constVar(fn: Id<"FnDef">): Type {
  return makeTypeVar(-1 - fn);
}

/** What messages call a module: see `TypeDef.origin`. */
function originOf(module: LoadedModule | undefined): string {
  invariant(module !== undefined, { stage: "types" }, "a type without a module");
  if (module.isPrelude) return "std";
  const path = module.name.replace(/\.ori$/, "");
  return module.isStd ? path.replaceAll("/", ".") : path;
}
