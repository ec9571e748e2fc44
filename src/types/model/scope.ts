/** Names: what a module sees, and what stands for a type inside an item. */
import { assertNever, type Span } from "../../base/mod.ts";
import type { Entity, ModuleId, ModuleScope, Names, Type } from "./model.ts";
import type { Program } from "./program.ts";

/** The names in scope where a type is written. */
export interface TypeScope {
  readonly module: ModuleScope;
  /** Type parameters, `Self`, and projections under their dotted names: `T.Item`, `Self.Output`. */
  readonly names: ReadonlyMap<string, Type>;
  /** The type of a `_` at `span`, which inference finds; absent where types must be written. */
  readonly open?: (span: Span) => Type;
}

/** A scope without type parameters. */
export function moduleTypeScope(module: ModuleScope): TypeScope {
  return { module, names: new Map() };
}

/** `scope` with more names, which shadow those outside. */
export function extendTypeScope(scope: TypeScope, names: Iterable<[string, Type]>): TypeScope {
  return { module: scope.module, names: new Map([...scope.names, ...names]) };
}

/** A function, constant, variant, newtype constructor or module alias that `name` means in `module`. */
export function lookupValue(module: ModuleScope, name: string): Entity | undefined {
  return module.values.get(name);
}

/** A type, trait or module that `name` means in `module`. */
export function lookupType(module: ModuleScope, name: string): Entity | undefined {
  return module.types.get(name);
}

/** `math.sqrt`: a public value of another module. */
export function exportedValue(
  program: Program,
  module: ModuleId,
  name: string,
): Entity | undefined {
  return program.modules[module]?.exports.values.get(name);
}

/** `geometry.Point`: a public type or trait of another module. */
export function exportedType(program: Program, module: ModuleId, name: string): Entity | undefined {
  return program.modules[module]?.exports.types.get(name);
}

/** No names yet. */
export function emptyNames(): Names {
  return { types: new Map(), values: new Map() };
}

/** Whether two entities are the same thing, however they were named. */
export function sameEntity(a: Entity, b: Entity): boolean {
  switch (a.kind) {
    case "fn":
      return b.kind === "fn" && b.fn === a.fn;
    case "type":
      return b.kind === "type" && b.type === a.type;
    case "variant":
      return b.kind === "variant" && b.variant === a.variant;
    case "trait":
      return b.kind === "trait" && b.trait === a.trait;
    case "capset":
      return b.kind === "capset" && b.capset === a.capset;
    case "module":
      return b.kind === "module" && b.module === a.module;
    default:
      return assertNever(a, "types");
  }
}
