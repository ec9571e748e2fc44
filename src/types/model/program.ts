/** The declarations of a whole program: what inference of bodies, `canon` and `mono` look up. */
import type { Events } from "../../events/mod.ts";
import type { ModuleGraph } from "../../modules/mod.ts";
import type { BodyTable } from "./body_table.ts";
import type { ImplIndex } from "./impl_index.ts";
import type {
  BuiltinName,
  DefaultHandler,
  FnDef,
  ImplDef,
  ImplResult,
  ModuleScope,
  TraitDef,
  Type,
  TypeDef,
  TypeParamId,
} from "./model.ts";
import type { TypeScope } from "./scope.ts";
import type { SelfChanges } from "./self_changes.ts";

/** Each table is dense over the ids of its elements. */
export interface Program {
  readonly graph: ModuleGraph;
  readonly modules: readonly ModuleScope[];
  readonly typeDefs: readonly TypeDef[];
  readonly fns: readonly FnDef[];
  readonly traits: readonly TraitDef[];
  readonly impls: readonly ImplDef[];
  readonly builtins: Builtins;
  /** Impls by head type; ask through `traits.ts`. */
  readonly index: ImplIndex;
  /** The answers of `findImpl` for types without arguments and traits without parameters. */
  readonly solved: Map<TraitDef, Map<Type, ImplResult>>;
  /** Names in scope for the types written in a function: parameters, `Self`, its module's types. */
  readonly typeScopeOf: (fn: FnDef) => TypeScope;
  readonly combined: CombinedTraits;
  /** The default implementations of each trait, in the order of their modules. */
  readonly defaults: ReadonlyMap<TraitDef, readonly DefaultHandler[]>;
  readonly bodies: BodyTable;
  /** Knows the methods that change their `self`; empty until all bodies are checked. */
  readonly selfChanges: SelfChanges;
  /** A type parameter id that nothing else has. */
  readonly freshTypeParamId: () => TypeParamId;
  /** Is told what the stages decide; absent when the hub is off. */
  readonly events?: Events | undefined;
}

/** The traits whose objects `A + B` are. */
export interface CombinedTraits {
  /** The trait that has all of `parts`, in this order, as supertraits. Its parameters are theirs, one after another. */
  of(parts: readonly TraitDef[]): TraitDef;
}

/** Definitions that the compiler knows by name. */
export interface Builtins {
  /** The compiler's own: `int`, `list`, ... */
  readonly defs: Readonly<Record<BuiltinName, TypeDef>>;
  /** `Option`, `Ordering`, ... of the prelude; `InternalError` when it has none of the name. */
  readonly type: (name: string) => TypeDef;
  /** A function of the prelude, public or not; `InternalError` when it has none of the name. */
  readonly fn: (name: string) => FnDef;
  /** A trait of any module of std, for operators. */
  readonly stdTrait: (name: string) => TraitDef | undefined;
  /** `Eq`, `Add`, ... of the prelude; `InternalError` when it has none of the name. */
  readonly trait: (name: string) => TraitDef;
}
