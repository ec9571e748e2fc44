/** The part of the tree outside of bodies: files, items and their parts. */
import type { Span } from "../base/mod.ts";
import type { Expr, Name, Path, Pattern, TypeArg, TypeExpr } from "./ast.ts";

export interface SourceTree {
  readonly items: readonly Item[];
  /** `#!target(...)` and relatives at the head of the file. */
  readonly fileAttributes: readonly Attribute[];
  /** The names of definitions and imports that conditions remove (25.7), with their places; empty as parsed. */
  readonly excluded: ReadonlyMap<string, Span>;
  /** The files that the file embeds, a character for each byte; empty as parsed. */
  readonly embedded: readonly string[];
  /** One more than the largest `NodeId` of the file. */
  readonly nodeCount: number;
  /** The parse ended early, after too many errors or too deep a nesting: items are missing. */
  readonly isCut: boolean;
  readonly span: Span;
}

export type Item =
  | UseItem
  | ExtensionImport
  | FunctionItem
  | TestItem
  | TypeItem
  | TraitItem
  | ImplItem
  | ExtendItem
  | ConstItem
  | ExternItem
  | CapsetItem;

interface ItemBase {
  readonly attributes: readonly Attribute[];
  readonly isPublic: boolean;
  readonly span: Span;
}

/** `#name(args)`. An argument `derive: x` is named, a bare one is an expression. */
export interface Attribute {
  readonly name: Name;
  readonly args: readonly AttributeArg[];
  readonly span: Span;
}
export interface AttributeArg {
  readonly name?: Name;
  readonly value: Expr;
}

/** `use "./path" { a, ::b as c };`, `use std.math as math;`, `pub use ...`. */
export interface UseItem extends ItemBase {
  readonly kind: "Use";
  readonly path: UsePath;
  readonly clause:
    | { readonly kind: "items"; readonly items: readonly UseEntry[] }
    | { readonly kind: "alias"; readonly name: Name }
    | { readonly kind: "module" };
}
export type UsePath =
  | { readonly kind: "relative"; readonly text: string; readonly span: Span }
  | { readonly kind: "module"; readonly path: Path; readonly span: Span };
export interface UseEntry {
  readonly name: Name;
  /** `::name`: also names that are not public. */
  readonly isPrivate: boolean;
  /** `$NAME`. */
  readonly isConst: boolean;
  readonly withoutDef: boolean;
  readonly alias?: Name;
}

/** `extension std.iter { Iterator.count }`. */
export interface ExtensionImport extends ItemBase {
  readonly kind: "ExtensionImport";
  readonly path: UsePath;
  readonly items: readonly { readonly type: Name; readonly method: Name }[];
}

/** A function, or one clause of a function with clauses; also a method of an impl, extend or trait. */
export interface FunctionItem extends ItemBase {
  readonly kind: "Function";
  readonly name: Name;
  readonly generics: readonly GenericParam[];
  readonly params: readonly Param[];
  /** Absent in later clauses of a function with clauses. */
  readonly result?: TypeExpr;
  readonly uses: readonly UsedCapability[];
  readonly where: readonly Constraint[];
  readonly guard?: Expr;
  readonly contracts: readonly Contract[];
  /** Whether a body is written: not in trait signatures and for functions that `#intrinsic` supplies. */
  readonly hasBody: boolean;
  /** There if `hasBody`. In a tree that `defersBodies`, parsed when it is first asked for. */
  readonly body?: Expr;
}
/** A name in a `uses` clause, with the type arguments of a generic capability. */
export interface UsedCapability extends Name {
  readonly typeArgs?: readonly TypeArg[];
}
export interface Param {
  /** A plain name, unless the function is written in clauses. `self` is a name. */
  readonly pattern: Pattern;
  readonly type?: TypeExpr;
  readonly isVariadic: boolean;
  readonly default?: Expr;
  readonly span: Span;
}
export interface Contract {
  readonly kind: "pre" | "post";
  readonly condition: Expr;
  readonly message?: string;
  readonly span: Span;
}
export type GenericParam =
  | {
    readonly kind: "type";
    readonly name: Name;
    readonly bounds: readonly TypeExpr[];
    readonly default?: TypeExpr;
  }
  | {
    readonly kind: "const";
    readonly name: Name;
    readonly type: TypeExpr;
    readonly default?: Expr;
  };
export type Constraint =
  | { readonly kind: "bound"; readonly type: TypeExpr; readonly bounds: readonly TypeExpr[] }
  | { readonly kind: "const"; readonly condition: Expr };

/** `@t tests @f tests @g () -> void = body`; no target means floating (`tests _`). */
export interface TestItem extends ItemBase {
  readonly kind: "Test";
  readonly name: Name;
  readonly targets: readonly Name[];
  readonly result?: TypeExpr;
  readonly body: Expr;
}

export interface TypeItem extends ItemBase {
  readonly kind: "Type";
  readonly name: Name;
  readonly generics: readonly GenericParam[];
  /** `type Point: Value, Eq = ...`. */
  readonly markers: readonly TypeExpr[];
  readonly where: readonly Constraint[];
  readonly body: TypeBody;
}
export type TypeBody =
  | { readonly kind: "struct"; readonly fields: readonly FieldDecl[] }
  | { readonly kind: "sum"; readonly variants: readonly VariantDecl[] }
  /** A newtype; a lone plain name may also turn out to be a one-variant sum only if written `Name(...)`. */
  | { readonly kind: "newtype"; readonly type: TypeExpr };
export interface FieldDecl {
  /** Absent in the positional payload of a variant, `Some(T)`. */
  readonly name?: Name;
  readonly type: TypeExpr;
  readonly span: Span;
}
export interface VariantDecl {
  readonly name: Name;
  readonly fields: readonly FieldDecl[];
  readonly span: Span;
}

export interface TraitItem extends ItemBase {
  readonly kind: "Trait";
  readonly name: Name;
  readonly generics: readonly GenericParam[];
  readonly supertraits: readonly TypeExpr[];
  readonly methods: readonly FunctionItem[];
  readonly assocTypes: readonly AssocTypeDecl[];
}
export interface AssocTypeDecl {
  readonly name: Name;
  readonly bounds: readonly TypeExpr[];
  readonly default?: TypeExpr;
  readonly span: Span;
}

/** `impl Type { }`, `impl Type: Trait { }`, `def impl Trait { }`. */
export interface ImplItem extends ItemBase {
  readonly kind: "Impl";
  readonly generics: readonly GenericParam[];
  /** Absent for `def impl`. */
  readonly type?: TypeExpr;
  readonly trait?: TypeExpr;
  readonly isDefault: boolean;
  readonly where: readonly Constraint[];
  readonly methods: readonly FunctionItem[];
  readonly assocTypes: readonly AssocTypeDecl[];
}
export interface ExtendItem extends ItemBase {
  readonly kind: "Extend";
  readonly generics: readonly GenericParam[];
  readonly type: TypeExpr;
  readonly where: readonly Constraint[];
  readonly methods: readonly FunctionItem[];
}

/** `let $name: T = value;`, or a const function `$name (p: T) -> R = body`. */
export interface ConstItem extends ItemBase {
  readonly kind: "Const";
  readonly name: Name;
  readonly params?: readonly Param[];
  readonly type?: TypeExpr;
  readonly value: Expr;
}
export interface ExternItem extends ItemBase {
  readonly kind: "Extern";
  readonly abi: string;
  readonly library?: string;
  readonly functions: readonly ExternFunction[];
}
export interface ExternFunction {
  readonly name: Name;
  readonly params: readonly Param[];
  readonly result: TypeExpr;
  readonly symbol?: string;
  readonly isVariadic: boolean;
  readonly attributes: readonly Attribute[];
  readonly span: Span;
}
export interface CapsetItem extends ItemBase {
  readonly kind: "Capset";
  readonly name: Name;
  readonly capabilities: readonly Name[];
}
