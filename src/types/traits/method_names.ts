/** The methods a type has, for suggestions. */
import { headOf } from "../model/impl_index.ts";
import type { Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { prune } from "../model/type.ts";
import { boundsOf } from "./traits.ts";

/** Names of the methods and associated functions of `self`, in no useful order. */
export function methodNames(program: Program, self: Type): Set<string> {
  const t = prune(self);
  const names = new Set<string>();
  if (t.kind === "var" || t.kind === "error") return names;
  if (t.kind === "param") {
    for (const { trait } of boundsOf(t.param)) addAll(names, trait.methods.keys());
    return names;
  }
  const head = headOf(t);
  addAll(names, program.index.memberNames(head));
  for (const trait of program.index.traitsOf(head)) addAll(names, trait.methods.keys());
  return names;
}

function addAll(names: Set<string>, more: Iterable<string>): void {
  for (const name of more) names.add(name);
}
