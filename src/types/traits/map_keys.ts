/** Keys of maps and elements of sets: they need `Hashable`, which brings `Eq` but for objects. */
import type { Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { eachType, isBuiltin } from "../model/type.ts";
import { findImpl } from "./traits.ts";

/** The first key in `type` without `Hashable` or `Eq`. Type parameters may turn out to have it. */
export function unusableKey(program: Program, type: Type): Type | undefined {
  let found: Type | undefined;
  eachType(type, (part) => {
    if (part.kind !== "con" || !isBuiltin(part, "map") && !isBuiltin(part, "Set")) return;
    const [key] = part.args;
    if (key === undefined || key.kind === "param" || found !== undefined) return;
    if (lacks(program, "Hashable", key) || lacks(program, "Eq", key)) found = key;
  });
  return found;
}

function lacks(program: Program, trait: string, key: Type): boolean {
  const result = findImpl(program, program.builtins.trait(trait), key);
  return result.kind === "missing" && result.because?.self.kind !== "param";
}
