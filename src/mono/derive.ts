/**
 * Methods that nobody wrote: those of `#derive(..)` and of tuples, made as Core from the structure
 * of one concrete type.
 */
import { InternalError } from "../base/mod.ts";
import type { CanonExpr, CanonFn } from "../canon/mod.ts";
import type { FnDef, Program, TraitDef, Type } from "../types/mod.ts";
import { deriveCompare, deriveEquals, deriveHash } from "./derive_compare.ts";
import { deriveFromJson, deriveToJson } from "./derive_json.ts";
import { Deriver } from "./deriver.ts";
import { deriveClone, deriveDefault, deriveLen, deriveText } from "./derive_make.ts";

/** The Core of `trait.method` for the concrete type `self`; `mayDrop` says whether its release may run a `drop`. */
export function deriveMethod(
  program: Program,
  { trait, method, self }: {
    readonly trait: TraitDef;
    readonly method: FnDef;
    readonly self: Type;
  },
  mayDrop: (self: Type) => boolean,
): CanonFn {
  const deriver = new Deriver(program, { trait, method, self, mayDrop });
  return deriver.finish(bodyOf(deriver, trait));
}

function bodyOf(deriver: Deriver, trait: TraitDef): CanonExpr {
  switch (trait.name) {
    case "Eq":
      return deriveEquals(deriver);
    case "Comparable":
      return deriveCompare(deriver);
    case "Hashable":
      return deriveHash(deriver);
    case "Clone":
      return deriveClone(deriver);
    case "Debug":
      return deriveText(deriver, "debug");
    case "Printable":
      return deriveText(deriver, "print");
    case "Default":
      return deriveDefault(deriver);
    case "ToJson":
      return deriveToJson(deriver);
    case "FromJson":
      return deriveFromJson(deriver);
    case "Len":
      return deriveLen(deriver);
    default:
      throw new InternalError(`cannot derive ${trait.name}`, { stage: "mono", span: trait.span });
  }
}
