/**
 * Trait objects of several traits, `A + B` (spec 8, "Bounded Trait Objects"): the objects of a trait without methods of its
 * own that has the others as supertraits. It has no name, so only the compiler asks for it, and no impls: values become
 * objects of it where they implement each of the others.
 */
import type { FieldDef, TraitDef, TypeParam } from "../model/model.ts";
import type { CombinedTraits } from "../model/program.ts";
import { paramType } from "../model/type.ts";
import { completeObjectType } from "./declare_objects.ts";
import type { DeclareState } from "./declare_state.ts";

/** The table that `Program.combined` is. */
export class CombinedTraitTable implements CombinedTraits {
  readonly #byParts = new Map<string, TraitDef>();
  /** Those to be completed when the methods of all traits are known; undefined from then on. */
  #pending: { readonly trait: TraitDef; readonly fields: FieldDef[] }[] | undefined = [];

  constructor(readonly state: DeclareState) {}

  /** The trait that has all of `parts`, in this order, as supertraits. Its parameters are theirs, one after another. */
  of(parts: readonly TraitDef[]): TraitDef {
    const key = parts.map((part) => part.id).join();
    const known = this.#byParts.get(key);
    if (known !== undefined) return known;
    const fields: FieldDef[] = [];
    const trait = this.#make(parts, fields);
    this.#byParts.set(key, trait);
    if (this.#pending === undefined) completeObjectType(this.state, trait, fields);
    else this.#pending.push({ trait, fields });
    return trait;
  }

  /** The methods of all traits are known now. */
  complete(): void {
    for (const { trait, fields } of this.#pending ?? []) {
      completeObjectType(this.state, trait, fields);
    }
    this.#pending = undefined;
  }

  #make(parts: readonly TraitDef[], fields: FieldDef[]): TraitDef {
    const { state } = this;
    const params: TypeParam[] = [];
    const supertraits = parts.map((trait) => {
      const own = trait.params.map((param) => state.freshParam(param.name));
      params.push(...own);
      return { trait, args: own.map(paramType) };
    });
    const { module, span } = parts[0] as TraitDef;
    const name = parts.map((part) => part.name).join(" + ");
    const shared = { name, module, params, isPublic: false, span };
    const object = state.addType({ ...shared, body: { kind: "struct", fields } });
    const trait = state.addTrait({
      ...shared,
      object,
      self: state.freshParam("Self"),
      associatedCount: 0,
      inheritedCount: 0,
      supertraits,
      methods: new Map(),
      isCombined: true,
    });
    object.objectOf = trait;
    return trait;
  }
}
