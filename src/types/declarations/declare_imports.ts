/** Second round: what each module sees: its own names over imports over the prelude over builtins. */
import { assertNever, type Span } from "../../base/mod.ts";
import { suggest } from "../../diagnostics/mod.ts";
import type { ImportTarget } from "../../modules/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { withExclusion } from "../messages/errors_common.ts";
import { duplicateDefinition, duplicateImport, notExported } from "../messages/errors_declare.ts";
import { BUILTIN_DEFS, BUILTIN_NAMES } from "../model/builtin.ts";
import type { Entity, ModuleScope, Names } from "../model/model.ts";
import { emptyNames, sameEntity } from "../model/scope.ts";
import type { DeclaredModule, DeclareState } from "./declare_state.ts";

/** Fills `types` and `values` of every module, in order, so that `pub use` of others is known. */
export function linkNames(state: DeclareState): void {
  const prelude = preludeNames(state);
  for (const declared of state.declared) linkModule(state, declared, prelude);
}

function preludeNames(state: DeclareState): Names {
  const prelude = emptyNames();
  for (const name of BUILTIN_NAMES) {
    const isNamed = name !== "list" && name !== "map";
    if (isNamed) prelude.types.set(name, { kind: "type", type: BUILTIN_DEFS[name] });
  }
  for (const { loaded, scope } of state.declared) {
    if (!loaded.isPrelude) continue;
    for (const space of SPACES) {
      for (const [name, entity] of scope.exports[space]) {
        reportClash(state, name, prelude[space].get(name), entity);
        prelude[space].set(name, entity);
      }
    }
  }
  return prelude;
}

const SPACES = ["types", "values"] as const;

function reportClash(
  state: DeclareState,
  name: string,
  first: Entity | undefined,
  second: Entity,
): void {
  const before = first && spanOf(first);
  const after = spanOf(second);
  if (before !== undefined && after !== undefined) {
    state.report(duplicateDefinition(name, after, before));
  }
}

function spanOf(entity: Entity): Span | undefined {
  switch (entity.kind) {
    case "fn":
      return entity.fn.span;
    case "type":
      return entity.type.body.kind === "builtin" ? undefined : entity.type.span;
    case "variant":
      return entity.variant.span;
    case "trait":
      return entity.trait.span;
    case "capset":
      return entity.capset.span;
    case "module":
      return undefined;
    default:
      return assertNever(entity, "types");
  }
}

function linkModule(state: DeclareState, declared: DeclaredModule, prelude: Names): void {
  const { scope } = declared;
  const imported = emptyNames();
  const broughtVariants = new Map<string, Entity>();
  const importer = new Importer(state, declared, prelude, imported, broughtVariants);
  for (const item of declared.loaded.tree.items) if (item.kind === "Use") importer.use(item);
  copyInto(scope.types, prelude.types, imported.types, scope.own.types);
  copyInto(scope.values, prelude.values, broughtVariants, imported.values, scope.own.values);
}

/** Later layers win. */
function copyInto(target: Map<string, Entity>, ...layers: ReadonlyMap<string, Entity>[]): void {
  for (const layer of layers) for (const [name, entity] of layer) target.set(name, entity);
}

class Importer {
  constructor(
    readonly state: DeclareState,
    readonly declared: DeclaredModule,
    readonly prelude: Names,
    readonly imported: Names,
    readonly variants: Map<string, Entity>,
  ) {}

  use(item: ast.UseItem): void {
    const target = this.declared.loaded.imports.get(item);
    if (target === undefined) return this.#markBroken(item);
    const { clause } = item;
    switch (clause.kind) {
      case "items":
        for (const entry of clause.items) this.#entry(item, target, entry);
        return;
      case "alias":
        return this.#moduleAlias(target, clause.name);
      case "module": {
        const name = lastName(item.path);
        return this.#moduleAlias(target, name);
      }
      default:
        assertNever(clause, "types");
    }
  }

  /** The import failed and was reported: what it would have named causes no further errors. */
  #markBroken(item: ast.UseItem): void {
    const { brokenNames } = this.declared.scope;
    const { clause } = item;
    if (clause.kind === "alias") brokenNames.add(clause.name.text);
    else if (clause.kind === "module") brokenNames.add(lastName(item.path).text);
    else for (const { alias, name } of clause.items) brokenNames.add((alias ?? name).text);
  }

  #moduleAlias(target: ImportTarget, name: ast.Name): void {
    if (target.kind === "prelude") {
      this.state.unsupported("an alias of the prelude is", name.span);
      return;
    }
    const entity: Entity = { kind: "module", module: target.module };
    this.#bind("types", name, entity);
    this.#bind("values", name, entity);
  }

  #entry(item: ast.UseItem, target: ImportTarget, entry: ast.UseEntry): void {
    const from = this.#source(target, entry.isPrivate || this.declared.scope.isTestModule);
    let isFound = false;
    for (const space of SPACES) {
      const found = from[space].get(entry.name.text);
      if (found === undefined) continue;
      const isBare = entry.withoutDef && found.kind === "trait";
      const entity: Entity = isBare ? { ...found, withoutDef: true } : found;
      isFound = true;
      const name = entry.alias ?? entry.name;
      this.#bind(space, name, entity);
      if (item.isPublic) this.declared.scope.exports[space].set(name.text, entity);
      if (entity.kind === "type" && space === "types") this.#bringVariants(item, entity);
    }
    if (!isFound) this.#reportMissing(target, entry, from);
  }

  #source(target: ImportTarget, isPrivate: boolean): Names {
    if (target.kind === "prelude") return this.prelude;
    const scope = this.state.modules[target.module] as ModuleScope;
    if (!isPrivate) return scope.exports;
    return {
      types: new Map([...scope.exports.types, ...scope.own.types]),
      values: new Map([...scope.exports.values, ...scope.own.values]),
    };
  }

  /** A sum type comes with its variants; an explicit import of the same name wins. */
  #bringVariants(item: ast.UseItem, entity: Entity & { kind: "type" }): void {
    const { type } = entity;
    if (type.body.kind !== "sum") return;
    for (const variant of type.body.variants) {
      const brought: Entity = { kind: "variant", type, variant };
      this.variants.set(variant.name, brought);
      if (item.isPublic) this.declared.scope.exports.values.set(variant.name, brought);
    }
  }

  #bind(space: "types" | "values", name: ast.Name, entity: Entity): void {
    const known = this.imported[space].get(name.text);
    if (known !== undefined && !sameEntity(known, entity)) {
      this.state.report(duplicateImport(name.text, name.span));
      return;
    }
    this.imported[space].set(name.text, entity);
  }

  #reportMissing(target: ImportTarget, entry: ast.UseEntry, from: Names): void {
    this.declared.scope.brokenNames.add((entry.alias ?? entry.name).text);
    const scope = target.kind === "module" ? this.state.modules[target.module] : undefined;
    const own = scope?.own;
    const { text } = entry.name;
    const isPrivate = own !== undefined && (own.types.has(text) || own.values.has(text));
    const names = [...from.types.keys(), ...from.values.keys()];
    const module = scope?.name ?? "std.prelude";
    const missing = notExported(entry.name, module, isPrivate, suggest(text, names));
    this.state.report(withExclusion(missing, scope?.tree.excluded.get(text)));
  }
}

/** The name that `use a.b;` or `use "./dir/b";` binds. */
function lastName(path: ast.UsePath): ast.Name {
  if (path.kind === "module") return path.path.names.at(-1) as ast.Name;
  return { text: path.text.slice(path.text.lastIndexOf("/") + 1), span: path.span };
}
