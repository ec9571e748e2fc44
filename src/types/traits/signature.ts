/** The names of methods in events and answers: `Type.method/arity`, without the receiver. */
import type { FnDef, Type } from "../model/model.ts";
import { showType } from "../model/show_type.ts";
import type { MethodCandidate } from "./lookup_method.ts";

/** `Point.scale/1`, `Shape.area/0` of a trait, `double/1`. */
export function signatureOf(fn: FnDef): string {
  const owner = ownerOf(fn);
  return `${owner === "" ? "" : `${owner}.`}${fn.name}/${arityOf(fn)}`;
}

/** The number of arguments without the receiver. */
export function arityOf(fn: FnDef): number {
  return fn.params.length - (fn.params[0]?.name === "self" ? 1 : 0);
}

export function signaturesOf(candidates: readonly MethodCandidate[]): readonly string[] {
  return candidates.map(({ fn }) => signatureOf(fn));
}

function ownerOf({ owner }: FnDef): string {
  if (owner === undefined) return "";
  return owner.kind === "trait" ? owner.trait.name : headName(owner.impl.self);
}

function headName(self: Type): string {
  return self.kind === "con" ? self.def.name : showType(self);
}
