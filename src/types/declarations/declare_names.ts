/** First round: every definition of every module by name, before anything inside is looked at. */
import { assertNever, type Span } from "../../base/mod.ts";
import type { LoadedModule } from "../../modules/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { duplicateDefinition } from "../messages/errors_declare.ts";
import { VOID } from "../model/builtin.ts";
import type { Entity, FieldDef, FnDef, ModuleScope, TypeDef, TypeParam } from "../model/model.ts";
import { emptyNames } from "../model/scope.ts";
import { ERROR_TYPE } from "../model/type.ts";
import { resultName } from "../traits/opaque.ts";
import {
  checkAttributes,
  checkRepr,
  defaultedFields,
  fnAttributes,
  isBoxed,
  isLegacyTest,
  mutatingMark,
} from "./attributes.ts";
import { isPanicHandler } from "./check_main.ts";
import { addClause, type Clauses, isClause } from "./clauses.ts";
import {
  bodyShell,
  checkDefaultsLast,
  checkDistinct,
  constVar,
  type DeclareState,
  type PendingFn,
} from "./declare_state.ts";

/** Collects the names that `loaded` defines, and notes what is to be resolved later. */
export function collectNames(state: DeclareState, loaded: LoadedModule): void {
  const scope: ModuleScope = {
    id: loaded.id,
    name: loaded.name,
    isStd: loaded.isStd,
    isTestModule: loaded.name.split("/").at(-2) === "_test",
    tree: loaded.tree,
    ...emptyNames(),
    exports: emptyNames(),
    own: emptyNames(),
    brokenNames: new Set(),
    functions: [],
    tests: [],
  };
  state.modules.push(scope);
  state.declared.push({ loaded, scope });
  const collector = new Collector(state, scope);
  for (const item of loaded.tree.items) collector.collect(item);
}

class Collector {
  readonly #typeSpans = new Map<string, Span>();
  readonly #valueSpans = new Map<string, Span>();
  /** The functions of the module by name, each with its clauses so far. */
  readonly #functions = new Map<string, Clauses>();

  constructor(readonly state: DeclareState, readonly scope: ModuleScope) {}

  collect(item: ast.Item): void {
    checkAttributes(this.state, item.attributes);
    switch (item.kind) {
      case "Function":
        return this.#function(item);
      case "Test":
        return this.#test(item);
      case "Type":
        return this.#type(item);
      case "Trait":
        return this.#trait(item);
      case "Const":
        return this.#const(item);
      case "Extern":
        for (const { name } of item.functions) this.scope.brokenNames.add(name.text);
        return this.state.unsupported("extern blocks are", item.span);
      case "Capset":
        return this.#capset(item);
      case "Use":
      case "ExtensionImport":
      case "Impl":
      case "Extend":
        return;
      default:
        assertNever(item, "types");
    }
  }

  /** Enters a name unless it is taken; the first definition stays. */
  #define(
    space: "types" | "values",
    name: ast.Name,
    entity: Entity,
    isPublic: boolean,
  ): boolean {
    const spans = space === "types" ? this.#typeSpans : this.#valueSpans;
    const first = spans.get(name.text);
    if (first !== undefined) {
      this.state.report(duplicateDefinition(name.text, name.span, first));
      return false;
    }
    spans.set(name.text, name.span);
    this.#checkOneMeaning(name, entity);
    this.scope.own[space].set(name.text, entity);
    if (isPublic) this.scope.exports[space].set(name.text, entity);
    return true;
  }

  /** A function has not the name of a type or trait (10.0.2); constructors are named as types are. */
  #checkOneMeaning(name: ast.Name, entity: Entity): void {
    if (entity.kind === "variant" || entity.kind === "module" || entity.kind === "capset") return;
    if (this.scope.isStd) return;
    const isFunction = entity.kind === "fn";
    if (isFunction && entity.fn.kind === "const") return;
    const other = this.scope.own[isFunction ? "types" : "values"].get(name.text);
    const clashes = isFunction
      ? other !== undefined
      : other?.kind === "fn" && other.fn.kind !== "const";
    const first = (isFunction ? this.#typeSpans : this.#valueSpans).get(name.text);
    if (clashes && first !== undefined) {
      this.state.report(duplicateDefinition(name.text, name.span, first));
    }
  }

  #function(item: ast.FunctionItem): void {
    if (!this.scope.isStd && isPanicHandler(item)) return this.#panicHandler(item);
    const earlier = this.#functions.get(item.name.text);
    if (earlier !== undefined && addClause(earlier, item)) return;
    const clauses = isClause(item) ? [item] : undefined;
    const pending = declareFnShell(this.state, this.scope, item, "function", undefined, clauses);
    const { fn } = pending;
    this.state.pendingFns.push(pending);
    if (this.#define("values", item.name, { kind: "fn", fn }, item.isPublic)) {
      this.#functions.set(item.name.text, { fn, first: item, clauses: clauses ?? [item] });
    }
    this.scope.functions.push(fn);
    if (isLegacyTest(item)) {
      this.scope.tests.push({ fn, span: item.span, targets: [], attributes: item.attributes });
    }
  }

  /** No name means it: `panic(..)` is that of the prelude. */
  #panicHandler(item: ast.FunctionItem): void {
    const pending = declareFnShell(this.state, this.scope, item, "function");
    this.state.pendingFns.push(pending);
    this.state.panicHandlers.push(pending.fn);
    this.scope.functions.push(pending.fn);
    this.scope.panicHandler ??= pending.fn;
  }

  #test(item: ast.TestItem): void {
    const { name } = item;
    const fn = this.state.addFn({
      ...plainFn(this.scope, name, "test", false),
      result: VOID,
      item,
    });
    this.scope.functions.push(fn);
    this.state.pendingTests.push({ module: this.scope, item, fn });
  }

  #const(item: ast.ConstItem): void {
    const { name, isPublic } = item;
    if (item.params !== undefined) {
      this.state.unsupported("const functions are", name.span);
      this.scope.brokenNames.add(name.text);
      return;
    }
    const fn = this.state.addFn({
      ...plainFn(this.scope, name, "const", isPublic),
      result: ERROR_TYPE,
      item,
    });
    fn.result = constVar(fn.id);
    this.#define("values", name, { kind: "fn", fn }, isPublic);
    this.scope.functions.push(fn);
    this.state.pendingConsts.push({ module: this.scope, item, fn });
  }

  #type(item: ast.TypeItem): void {
    checkRepr(this.state, item);
    const defaulted = defaultedFields(item, this.scope.isStd);
    const params: TypeParam[] = [];
    const { body, fields } = bodyShell(item.body, ERROR_TYPE);
    const def = this.state.addType({
      name: item.name.text,
      module: this.scope.id,
      params,
      isPublic: item.isPublic,
      ...(isBoxed(item, this.scope.isStd) ? { isBoxed: true } : {}),
      ...(defaulted.length > 0 ? { defaulted } : {}),
      span: item.name.span,
      body,
    });
    declareTypeParams(this.state, item.generics, params);
    this.state.pendingTypes.push({ module: this.scope, item, def, params, fields });
    if (!this.#define("types", item.name, { kind: "type", type: def }, item.isPublic)) return;
    this.#constructors(item, def);
  }

  #constructors(item: ast.TypeItem, def: TypeDef): void {
    if (def.body.kind === "newtype") {
      this.#define("values", item.name, { kind: "type", type: def }, item.isPublic);
    }
    if (def.body.kind !== "sum" || item.body.kind !== "sum") return;
    for (const [i, variant] of def.body.variants.entries()) {
      const name = (item.body.variants[i] as ast.VariantDecl).name;
      this.#define("values", name, { kind: "variant", type: def, variant }, item.isPublic);
    }
  }

  #capset(item: ast.CapsetItem): void {
    const { name, capabilities: members } = item;
    const capset = { name: name.text, module: this.scope.id, members, span: name.span };
    this.state.capsets.push(capset);
    this.#define("types", name, { kind: "capset", capset }, item.isPublic);
  }

  #trait(item: ast.TraitItem): void {
    const params: TypeParam[] = [];
    declareTypeParams(this.state, item.generics, params);
    const associated = associatedNames(item);
    for (const name of associated) params.push(this.state.freshParam(name));
    const fields: FieldDef[] = [];
    const object = this.state.addType({
      name: item.name.text,
      module: this.scope.id,
      params,
      isPublic: item.isPublic,
      span: item.name.span,
      body: { kind: "struct", fields },
    });
    const def = this.state.addTrait({
      object,
      name: item.name.text,
      module: this.scope.id,
      self: this.state.freshParam("Self"),
      params,
      associatedCount: associated.length,
      inheritedCount: 0,
      supertraits: [],
      methods: new Map(),
      span: item.name.span,
      isPublic: item.isPublic,
    });
    object.objectOf = def;
    this.state.pendingTraits.push({ module: this.scope, item, def, params, fields });
    this.#define("types", item.name, { kind: "trait", trait: def }, item.isPublic);
  }
}

/** Names of type parameters; bounds and defaults come when all types are known. */
function declareTypeParams(
  state: DeclareState,
  generics: readonly ast.GenericParam[],
  params: TypeParam[],
): void {
  checkDistinct(state, generics.map(({ name }) => ({ name: name.text, span: name.span })));
  checkDefaultsLast(state, generics);
  for (const generic of generics) {
    if (generic.kind === "type") params.push(state.freshParam(generic.name.text));
    else state.unsupported("const generics are", generic.name.span);
  }
}

/** A function or method without its signature, which `declareSignature` fills in. */
export function declareFnShell(
  state: DeclareState,
  scope: ModuleScope,
  item: ast.FunctionItem,
  kind: FnDef["kind"],
  owner?: FnDef["owner"],
  clauses?: readonly ast.FunctionItem[],
): PendingFn {
  const { intrinsic, isInline, aliases, nameAliases } = fnAttributes(state, item, scope.isStd);
  const typeParams: TypeParam[] = [];
  const fn = state.addFn({
    ...plainFn(scope, item.name, kind, item.isPublic),
    typeParams,
    isInline,
    item,
    ...(intrinsic === undefined ? {} : { intrinsic }),
    ...(owner === undefined ? {} : { owner }),
    ...(clauses === undefined ? {} : { clauses }),
  });
  const mark = mutatingMark(item, scope.isStd);
  if (mark !== undefined) state.selfChanges.noteBody(fn, mark, []);
  return { module: scope, item, fn, typeParams, aliases, nameAliases };
}

function plainFn(
  scope: ModuleScope,
  name: ast.Name,
  kind: FnDef["kind"],
  isPublic: boolean,
): Omit<FnDef, "id" | "item"> {
  return {
    name: name.text,
    module: scope.id,
    kind,
    typeParams: [],
    params: [],
    result: ERROR_TYPE,
    isPublic,
    handlers: [],
    markers: [],
    span: name.span,
    isInline: false,
  };
}

/** Those that are written, then the results of methods that are written `impl A`. */
function associatedNames(item: ast.TraitItem): string[] {
  const results = item.methods.filter(({ result }) => result?.kind === "ImplTrait");
  return [
    ...item.assocTypes.map(({ name }) => name.text),
    ...results.map(({ name }) => resultName(name)),
  ];
}
