/** Keys of maps and elements of sets: they need `Hashable`, which brings `Eq`. */
import type { Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { eachType, isBuiltin } from "../model/type.ts";
import { findImpl } from "./traits.ts";

/** The first key in `type` without `Hashable`. Type parameters may turn out to have it. */
export function unusableKey(program: Program, type: Type): Type | undefined {
  let found: Type | undefined;
  eachType(type, (part) => {
    if (part.kind !== "con" || !isBuiltin(part, "map") && !isBuiltin(part, "Set")) return;
    const [key] = part.args;
    if (key === undefined || key.kind === "param" || found !== undefined) return;
    const result = findImpl(program, program.builtins.trait("Hashable"), key);
    const isOpen = result.kind === "missing" && result.because?.self.kind === "param";
    if (result.kind === "missing" && !isOpen) found = key;
  });
  return found;
}
