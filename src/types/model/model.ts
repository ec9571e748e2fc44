/**
 * The data of the checker: types, definitions, and for each checked body a type for every node and
 * the meaning of every name, call and operator. `canon` reads this and never looks a name up again.
 */
import type { PrimOp } from "../../operations/mod.ts";
import type { Id, Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import type { FactsView } from "./facts.ts";

export type ModuleId = Id<"Module">;
export type TypeDefId = Id<"TypeDef">;
export type FnDefId = Id<"FnDef">;
export type TraitDefId = Id<"TraitDef">;
export type ImplDefId = Id<"ImplDef">;
export type TypeParamId = Id<"TypeParam">;
export type TypeVarId = Id<"TypeVar">;
/** A variable of one body: parameter, `let`, pattern or lambda parameter. Dense per body. */
export type LocalId = Id<"Local">;

// --- Types -----------------------------------------------------------------------------------

export type Type =
  /** A builtin or user type with its arguments: `int`, `[str]` (def `list`), `Option<T>`. */
  | { readonly kind: "con"; readonly def: TypeDef; readonly args: readonly Type[] }
  /** Two elements or more; the empty tuple is `void`. */
  | { readonly kind: "tuple"; readonly elements: readonly Type[] }
  | { readonly kind: "fn"; readonly params: readonly Type[]; readonly result: Type }
  /** A type parameter of the enclosing item; `Self` of a trait is one too. */
  | { readonly kind: "param"; readonly param: TypeParam }
  /** An inference variable; never in a finished body. */
  | TypeVar
  /** Already reported; unifies with everything and silences what follows. */
  | { readonly kind: "error" };

export interface TypeVar {
  readonly kind: "var";
  readonly id: TypeVarId;
  /** The type with which the variable was unified. */
  link?: Type;
  /** An integer literal: becomes `int` (or `byte` where expected) when nothing else decides. */
  isIntLiteral: boolean;
}

export interface TypeParam {
  readonly id: TypeParamId;
  readonly name: string;
  /** Traits required of the parameter, in source order; filled when bounds are resolved. */
  bounds: TraitRef[];
  /** `Rhs = Self`: used where a trait or type is written without the argument. */
  default?: Type;
  /** `T.Item` of a bound `T: Iterator`: a hidden parameter that the bound's impl decides. */
  readonly projection?: { readonly of: TypeParam; readonly name: string };
  /** The type of a handler: no source writes an argument for it. */
  readonly isHandler?: true;
  /** The parameter as a type, once that was asked for (`paramType`). */
  asType?: Type;
  /** `bounds` with all their supertraits, once that was asked for (`boundsOf`). */
  allBounds?: readonly TraitRef[];
}

/** `Into<str>`: a trait with its arguments; Self is stated apart. */
export interface TraitRef {
  readonly trait: TraitDef;
  readonly args: readonly Type[];
}

export type BuiltinName =
  | "int"
  | "float"
  | "bool"
  | "str"
  | "char"
  | "byte"
  | "void"
  | "Never"
  | "Duration"
  | "Size"
  | "list"
  | "map"
  | "Set";

export interface TypeDef {
  readonly id: TypeDefId;
  readonly name: string;
  readonly module: ModuleId;
  /** What messages call the module: `std` for the prelude, the path of a file without `.ori`. */
  readonly origin: string;
  readonly params: readonly TypeParam[];
  readonly isPublic: boolean;
  /** `#boxed`: a sum that is always a pointer. Std only. */
  readonly isBoxed?: boolean;
  /** `#defaulted(..)`: fields of a struct that literals may leave out. Std only. */
  readonly defaulted?: readonly string[];
  readonly span: Span;
  /** The trait whose objects these are: a struct with a function value for each method (`trait_objects.ts`). */
  objectOf?: TraitDef;
  /** Filled after all type names are known. */
  body: TypeDefBody;
  /** The type without arguments, once that was asked for (`conType`). */
  asType?: Type;
}
export type TypeDefBody =
  | { readonly kind: "builtin"; readonly name: BuiltinName }
  | { readonly kind: "struct"; readonly fields: readonly FieldDef[]; places?: Places }
  | { readonly kind: "sum"; readonly variants: readonly VariantDef[]; places?: Places }
  | { readonly kind: "newtype"; readonly inner: Type }
  /** The type `impl A + B` that is the result of `fn`: only its bounds are known (`opaque.ts`). */
  | { readonly kind: "opaque"; readonly bounds: readonly TraitRef[]; readonly fn?: FnDef };
/** The places of fields or variants by name, once they were asked for (`type_members.ts`). */
export type Places = ReadonlyMap<string, number>;
export interface FieldDef {
  /** `0`, `1`, ... for positional payloads. */
  readonly name: string;
  readonly isPositional: boolean;
  readonly type: Type;
  readonly span: Span;
}
export interface VariantDef {
  readonly name: string;
  readonly index: number;
  readonly fields: readonly FieldDef[];
  readonly span: Span;
}

// --- Functions, traits, impls ------------------------------------------------------------------

export interface FnDef {
  readonly id: FnDefId;
  readonly name: string;
  readonly module: ModuleId;
  readonly kind: "function" | "method" | "associated" | "test" | "const" | "traitSignature";
  /** Those of the impl first, then its own; of a trait method: `Self`, the trait's, its own. */
  readonly typeParams: readonly TypeParam[];
  /** `self` first for methods. */
  params: ParamDef[];
  result: Type;
  /** The types of a result `impl Trait`: its own, then those of associated types that are not stated. */
  opaque?: readonly TypeDef[];
  /**
   * The array `typeParams`, while the type of some parameter is still to be inferred from the body:
   * see `completeSignature`.
   */
  openParams?: TypeParam[];
  readonly isPublic: boolean;
  readonly span: Span;
  readonly item: ast.FunctionItem | ast.TestItem | ast.ConstItem;
  /** The capabilities whose handlers calls pass behind the arguments, in the order of `uses`. */
  handlers: readonly HandlerParam[];
  /** The marker capabilities of `uses`: `Suspend`, `Unsafe`. */
  markers: readonly string[];
  /** The clauses of a function written in clauses, the first of which is `item`; they match `params`. */
  clauses?: readonly ast.FunctionItem[];
  /** `#intrinsic("name")`: supplied by the engines, see `operations/intrinsics.ts`. */
  readonly intrinsic?: string;
  /** `#inline`: expanded at the call, so that a panic in it carries the caller's position. */
  readonly isInline: boolean;
  readonly owner?: { readonly kind: "impl"; readonly impl: ImplDef } | {
    readonly kind: "trait";
    readonly trait: TraitDef;
  };
}
/** A hidden parameter of a function that `uses` a capability. */
export interface HandlerParam {
  readonly name: string;
  /** Absent for a name that stands for no trait: `with` binds any value to it. */
  readonly trait?: TraitDef;
  /** The type arguments of a generic capability. */
  readonly traitArgs?: readonly Type[];
  /** A type parameter of the function, or what its body finds. */
  type: Type;
  readonly span: Span;
}

/** A handler that a call passes, or that an operation is called on. */
export type HandlerSource =
  /** What a `with` or the function itself binds. */
  | { readonly kind: "local"; readonly local: LocalId }
  /** The `def impl` of a trait: a value without content of the type. */
  | { readonly kind: "default"; readonly type: Type };

/** `capset Net = Http, Dns`. */
export interface CapsetDef {
  readonly name: string;
  readonly module: ModuleId;
  readonly members: readonly ast.Name[];
  readonly span: Span;
}

/** A `def impl`: the handler of a trait where nothing else is bound. */
export interface DefaultHandler {
  readonly trait: TraitDef;
  readonly module: ModuleId;
  readonly isPublic: boolean;
  /** A struct without fields that implements the trait. */
  readonly type: Type;
  readonly span: Span;
}

export interface ParamDef {
  readonly name: string;
  /** Other names accepted in calls (`cond`/`condition`), from `#alias(param: "other")`. */
  readonly aliases: readonly string[];
  readonly type: Type;
  readonly default?: ast.Expr;
  readonly pattern: ast.Pattern;
  readonly span: Span;
}

/** The answer to the question whether and how a type implements a trait. */
export type ImplResult =
  /** `typeArgs` stand for `impl.params`, `traitArgs` for the trait's params (associated types too). */
  | {
    readonly kind: "impl";
    readonly impl: ImplDef;
    readonly typeArgs: readonly Type[];
    readonly traitArgs: readonly Type[];
  }
  /** Through a bound of the type parameter that the type is (supertraits included). */
  | { readonly kind: "bound"; readonly ref: TraitRef }
  /** Tuples, `void` and functions: `mono` writes the methods from the structure. */
  | { readonly kind: "structural" }
  /** The type is already reported as wrong: everything holds. */
  | { readonly kind: "error" }
  /**
   * Depends on a variable that is not solved yet. `traitArgs` are there when only one impl can match:
   * what it says of the arguments of the trait, as far as that is known.
   */
  | { readonly kind: "unknown"; readonly traitArgs?: readonly (Type | undefined)[] }
  /** Not implemented; `because` names the bound of a matching impl that fails. */
  | { readonly kind: "missing"; readonly because?: Unsatisfied };

/** A requirement that does not hold. */
export interface Unsatisfied {
  readonly self: Type;
  readonly ref: TraitRef;
}

export interface TraitDef {
  readonly id: TraitDefId;
  readonly name: string;
  readonly module: ModuleId;
  readonly self: TypeParam;
  /** Those in `<..>` first, then one for each associated type: the impl decides these. */
  readonly params: readonly TypeParam[];
  /** The number of `params`, at the end, that are associated types: its own, then inherited ones. */
  associatedCount: number;
  /** The number of these, at the end, that belong to supertraits: the impl of the supertrait decides them. */
  inheritedCount: number;
  supertraits: TraitRef[];
  /** The type that the trait's name stands for as a type. */
  readonly object: TypeDef;
  /** Set for the trait of the objects `A + B` (`combined_traits.ts`): its supertraits are `A` and `B`. */
  readonly isCombined?: boolean;
  /** Signature (and default body, if any) of each method by name. */
  readonly methods: Map<string, FnDef>;
  readonly span: Span;
  readonly isPublic: boolean;
}

/** An inherent impl (no trait), a trait impl, or what `#derive` made of a type. */
export interface ImplDef {
  readonly id: ImplDefId;
  readonly module: ModuleId;
  readonly params: readonly TypeParam[];
  readonly self: Type;
  readonly trait?: TraitRef;
  readonly methods: Map<string, FnDef>;
  /** A `def impl`: its functions take no `self`. */
  readonly isDefault?: boolean;
  /** True for `#derive(Trait)`: `mono` writes the methods from the type's structure. */
  readonly isDerived: boolean;
  readonly isExtension: boolean;
  /** Of a supertrait, made of an impl that satisfies it (`implied_impls.ts`). */
  readonly isImplied?: boolean;
  /** The trait of an `extend Trait`, whose `self` is a type parameter. */
  readonly extendedTrait?: TraitDef;
  /** `pub extend`: other modules may import the methods. */
  readonly isPublic?: boolean;
  readonly span: Span;
}

// --- Modules -----------------------------------------------------------------------------------

export type Entity =
  | { readonly kind: "fn"; readonly fn: FnDef }
  | { readonly kind: "type"; readonly type: TypeDef }
  | { readonly kind: "variant"; readonly type: TypeDef; readonly variant: VariantDef }
  /** `withoutDef`: imported without its default implementation. */
  | { readonly kind: "trait"; readonly trait: TraitDef; readonly withoutDef?: true }
  | { readonly kind: "capset"; readonly capset: CapsetDef }
  | { readonly kind: "module"; readonly module: ModuleId };

/** The two name spaces of a module. A newtype stands in `values` too, as its constructor. */
export interface Names {
  readonly types: Map<string, Entity>;
  readonly values: Map<string, Entity>;
}

export interface ModuleScope {
  readonly id: ModuleId;
  /** `std.prelude`, or the path of the file as the user gave it. */
  readonly name: string;
  readonly isStd: boolean;
  /** A file in a directory `_test`, which sees what is private to the modules that it tests (18.11). */
  readonly isTestModule: boolean;
  readonly tree: ast.SourceTree;
  /** Types, traits and modules by name: own definitions over imports over prelude. */
  readonly types: Map<string, Entity>;
  /** Functions, constants, variants and module aliases by name: likewise. */
  readonly values: Map<string, Entity>;
  /** The names that other modules may import: public definitions and `pub use`. */
  readonly exports: Names;
  /** The names that `::name` may import: all definitions of the module itself. */
  readonly own: Names;
  /** Names whose import or definition was refused with a diagnostic: uses of them stay silent. */
  readonly brokenNames: Set<string>;
  /** Functions and tests defined here, in source order (methods of its impls included). */
  readonly functions: FnDef[];
  readonly tests: TestDef[];
  /** `@panic (info: PanicInfo)`: called for a panic that leaves `@main`. */
  panicHandler?: FnDef;
}
export interface TestDef {
  readonly fn: FnDef;
  /** The whole test, its body included; the span of `fn` is that of its name. */
  readonly span: Span;
  readonly targets: readonly FnDef[];
  readonly attributes: readonly ast.Attribute[];
}

// --- Checked bodies ----------------------------------------------------------------------------

export interface LocalDef {
  readonly id: LocalId;
  readonly name: string;
  type: Type;
  readonly isMutable: boolean;
  readonly span: Span;
}

/** A further value of a `let` whose lambda is used at several types, and the local that holds it. */
export interface LetCopy {
  readonly value: ast.Expr;
  readonly local: LocalId;
}

/** A function to call or to take as a value, with every type argument decided. */
export type Callee =
  | { readonly kind: "fn"; readonly fn: FnDef; readonly typeArgs: readonly Type[] }
  /** Found by `mono` from the type of Self: `method` of the impl of `trait` for `self`. */
  | {
    readonly kind: "trait";
    readonly trait: TraitRef;
    readonly method: FnDef;
    readonly self: Type;
    /** The arguments of the method's own parameters only. */
    readonly typeArgs: readonly Type[];
    /** The first argument is a handler: the function that `mono` finds takes it if it has `self`. */
    readonly byHandler?: true;
  };

/** For each parameter of the callee, the index of the argument in the call, or its default. */
export type ArgSource =
  | { readonly kind: "arg"; readonly index: number }
  | { readonly kind: "default"; readonly fn: FnDef; readonly param: number }
  | { readonly kind: "receiver" }
  /** The handler of a capability, in place of a receiver. */
  | { readonly kind: "handler"; readonly source: HandlerSource }
  /** The left side of a pipe into the call. */
  | { readonly kind: "piped" };

/** The meaning of a node, where its form does not say it. */
export type Resolution =
  /** Ident, ConstIdent, Self, punned fields; `Bind` patterns that bind. */
  | { readonly kind: "local"; readonly local: LocalId }
  /** An identifier that names a function (as a value) or a constant (`FnDef.kind == "const"`). */
  | { readonly kind: "fn"; readonly callee: Callee }
  /**
   * Ident/Field naming a variant: the value when it has no payload, else its constructor function.
   * On a Call/MethodCall: construction, `args` ordered by payload field. On a pattern: a test.
   */
  | {
    readonly kind: "variant";
    readonly type: TypeDef;
    readonly variant: VariantDef;
    readonly args?: readonly ArgSource[];
  }
  /** `$NAME` in a pattern of `match`: the value of a constant of a module. */
  | { readonly kind: "constant"; readonly value: ast.LiteralPattern }
  /** A range pattern some end of which is a constant: both ends as literals. */
  | {
    readonly kind: "range";
    readonly start: ast.LiteralPattern | undefined;
    readonly end: ast.LiteralPattern | undefined;
  }
  /** A newtype's constructor: as a value (no args) or called. */
  | { readonly kind: "newtype"; readonly type: TypeDef; readonly args?: readonly ArgSource[] }
  /** Call, MethodCall, operators by trait, Index by trait, casts, template parts (keyed by the part's expr... see `conversions`). */
  | { readonly kind: "call"; readonly callee: Callee; readonly args: readonly ArgSource[] }
  /** Call of a function value; MethodCall of a field that holds a function (`field` set). */
  | { readonly kind: "callValue"; readonly field?: number }
  /** Operators, casts and methods that are one primitive operation of `operations/prims.ts`. */
  | { readonly kind: "prim"; readonly op: PrimOp }
  /** A conversion to the type that the operand has already. */
  | { readonly kind: "identity" }
  /** Field, TupleField: position in the struct or tuple; -1 for `.inner` of a newtype. */
  | { readonly kind: "field"; readonly index: number }
  /** Struct literals. */
  | {
    readonly kind: "struct";
    readonly type: TypeDef;
    readonly variant?: VariantDef;
    /** The functions that make the fields that were left out, by name (`TypeDef.defaulted`). */
    readonly defaults?: ReadonlyMap<string, Callee>;
  }
  /** Index on a builtin: `list`, `str`, `map`. */
  | { readonly kind: "index"; readonly of: "list" | "str" | "map" }
  /** `?`: on which type, and how the error converts when types differ. */
  | { readonly kind: "try"; readonly of: "Option" | "Result"; readonly convert?: Callee }
  /** `??`: by the left type and whether the right side is chained (same wrapper) or the payload. */
  | { readonly kind: "coalesce"; readonly of: "Option" | "Result"; readonly isChained: boolean }
  /** For: what is iterated. */
  | {
    readonly kind: "iterate";
    readonly of: "range" | "list" | "str" | "option" | "map" | "set" | "trait";
  }
  /** `Special` forms that are understood. */
  | { readonly kind: "special" }
  /** A bare name of a module or type in front of `.`: no value of its own. */
  | { readonly kind: "path" };

/** Makes an object of type `to`, of a trait, of a value of type `from`: a function that `mono` writes. */
export interface ObjectMaker {
  readonly kind: "object";
  readonly from: Type;
  readonly to: Type;
}

/** A function that is applied to a value because of the type that is expected. */
export interface Coercion {
  readonly callee: Callee | ObjectMaker;
  /** The type that the function gives. */
  readonly type: Type;
}

/** A `for` by the protocol of iterators. */
export interface Iteration {
  /** `Iterable.iter`, absent when what is iterated is the iterator. */
  readonly iter?: Callee;
  readonly next: Callee;
  /** The type of the iterator. */
  readonly state: Type;
  readonly element: Type;
}

/** The result of checking one function body. Node ids are those of the function's file. */
export interface TypedBody {
  readonly fn: FnDef;
  /** Locals of the parameters (patterns may add more locals), in order. */
  readonly params: readonly LocalId[];
  readonly locals: readonly LocalDef[];
  /** The facts about the nodes of the body. */
  readonly facts: FactsView;
  /** The types behind those in `fn.opaque`, in terms of the type parameters of the function. */
  readonly hidden: ReadonlyMap<TypeDef, Type>;
  /** Errors were reported: later stages must not run on it. */
  readonly hasErrors: boolean;
}
