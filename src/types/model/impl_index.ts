/** Impls by the outermost constructor of their self type, and traits by the names of their methods. */
import { InternalError } from "../../base/mod.ts";
import type { FnDef, ImplDef, ModuleId, TraitDef, Type, TypeDef } from "./model.ts";
import { prune } from "./type.ts";

/** The key by which impls are found; `any` is that of `impl<T> T: Trait`. */
export type Head = TypeDef | "tuple" | "fn" | "any";

/** A method of an inherent impl or of an extension. */
export interface ImplMember {
  readonly impl: ImplDef;
  readonly fn: FnDef;
}

interface HeadTable {
  readonly members: Map<string, ImplMember[]>;
  readonly traits: Map<TraitDef, ImplDef[]>;
}

/** Answers in O(1) which impls may matter for a type; matching them is up to `traits.ts`. */
export class ImplIndex {
  readonly #heads = new Map<Head, HeadTable>();
  readonly #traitsByMethod = new Map<string, TraitDef[]>();
  readonly #importedExtensions = new Map<ModuleId, Set<FnDef>>();

  /** Makes the impl itself findable as an implementation of its trait. */
  addImpl(head: Head, impl: ImplDef): void {
    if (impl.trait === undefined) return;
    const { traits } = this.#table(head);
    const list = traits.get(impl.trait.trait);
    if (list === undefined) traits.set(impl.trait.trait, [impl]);
    else list.push(impl);
  }

  /** Makes an impl that was reported as wrong unfindable. */
  removeImpl(head: Head, impl: ImplDef): void {
    if (impl.trait === undefined) return;
    const { traits } = this.#table(head);
    const list = traits.get(impl.trait.trait) ?? [];
    traits.set(impl.trait.trait, list.filter((other) => other !== impl));
  }

  /** Makes a method of an inherent impl or extension findable under `name`. */
  addMember(head: Head, name: string, member: ImplMember): void {
    const { members } = this.#table(head);
    const list = members.get(name);
    if (list === undefined) members.set(name, [member]);
    else list.push(member);
  }

  /** Makes the methods of a trait findable. */
  addTrait(trait: TraitDef): void {
    for (const name of trait.methods.keys()) {
      const list = this.#traitsByMethod.get(name);
      if (list === undefined) this.#traitsByMethod.set(name, [trait]);
      else list.push(trait);
    }
  }

  /** `extension path { Type.method }` in `module`. */
  importExtension(module: ModuleId, fn: FnDef): void {
    const known = this.#importedExtensions.get(module);
    if (known === undefined) this.#importedExtensions.set(module, new Set([fn]));
    else known.add(fn);
  }

  isImportedExtension(module: ModuleId, fn: FnDef): boolean {
    return this.#importedExtensions.get(module)?.has(fn) ?? false;
  }

  members(head: Head, name: string): readonly ImplMember[] {
    return this.#heads.get(head)?.members.get(name) ?? [];
  }

  /** Every method name of inherent impls and extensions of `head`, for suggestions. */
  memberNames(head: Head): Iterable<string> {
    return this.#heads.get(head)?.members.keys() ?? [];
  }

  impls(head: Head, trait: TraitDef): readonly ImplDef[] {
    return this.#heads.get(head)?.traits.get(trait) ?? [];
  }

  /** Traits that types with this head implement, blanket impls apart. */
  traitsOf(head: Head): Iterable<TraitDef> {
    return this.#heads.get(head)?.traits.keys() ?? [];
  }

  traitsWithMethod(name: string): readonly TraitDef[] {
    return this.#traitsByMethod.get(name) ?? [];
  }

  #table(head: Head): HeadTable {
    const known = this.#heads.get(head);
    if (known !== undefined) return known;
    const made: HeadTable = { members: new Map(), traits: new Map() };
    this.#heads.set(head, made);
    return made;
  }
}

/** The head of a type that is not an unsolved variable or an error. */
export function headOf(type: Type): Head {
  const t = prune(type);
  switch (t.kind) {
    case "con":
      return t.def;
    case "tuple":
    case "fn":
      return t.kind;
    case "param":
      return "any";
    default:
      throw new InternalError(`no impl head for ${t.kind}`, { stage: "types" });
  }
}
