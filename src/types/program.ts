/** The declarations of a whole program: what inference of bodies, `canon` and `mono` look up. */
import type { ModuleGraph } from "../modules/mod.ts";
import type {
  BuiltinName,
  FnDef,
  ImplDef,
  ModuleScope,
  TraitDef,
  TypeDef,
  TypeParamId,
} from "./model.ts";
import type { ImplIndex } from "./impl_index.ts";

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
  /** A type parameter id that nothing else has. */
  readonly freshTypeParamId: () => TypeParamId;
}

/** Types that the prelude declares and the checker knows by name. */
export const KNOWN_TYPES = ["Option", "Result", "Ordering", "Range", "Error"] as const;
/** Traits that the prelude declares and the checker knows by name. */
export const KNOWN_TRAITS = [
  "Eq",
  "Comparable",
  "Hashable",
  "Printable",
  "Debug",
  "Clone",
  "Default",
  "Add",
  "Sub",
  "Mul",
  "Div",
  "FloorDiv",
  "Rem",
  "Neg",
  "Not",
  "BitAnd",
  "BitOr",
  "BitXor",
  "BitNot",
  "Shl",
  "Shr",
] as const;
export type KnownTypeName = typeof KNOWN_TYPES[number];
export type KnownTraitName = typeof KNOWN_TRAITS[number];

export interface Builtins {
  /** The compiler's own: `int`, `list`, ... */
  readonly defs: Readonly<Record<BuiltinName, TypeDef>>;
  /** Those of the prelude; one that is missing raises `InternalError` when asked for. */
  readonly type: (name: KnownTypeName) => TypeDef;
  readonly trait: (name: KnownTraitName) => TraitDef;
}
