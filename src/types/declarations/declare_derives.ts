/** The impls that `#derive` makes. */
import { InternalError } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import {
  cannotDerive,
  deriveDefaultOfSum,
  malformedAttribute,
} from "../messages/errors_declare.ts";
import type { TraitDef } from "../model/model.ts";
import { conType, paramType } from "../model/type.ts";
import { copyParams } from "./declare_generics.ts";
import type { DeclareState, PendingType } from "./declare_state.ts";

/** Traits that `#derive` knows. */
export const DERIVABLE: readonly string[] = [
  "Eq",
  "Comparable",
  "Hashable",
  "Printable",
  "Debug",
  "Clone",
  "Default",
];

/** The impls that `#derive(..)` and trait markers of a type ask for. */
export function declareDerives(
  state: DeclareState,
  pending: PendingType,
  traitByName: (name: string) => TraitDef,
): void {
  const { item } = pending;
  for (const attribute of item.attributes) {
    if (attribute.name.text !== "derive") continue;
    for (const { value } of attribute.args) {
      const name = derivedName(value);
      if (name === undefined) state.report(malformedAttribute(value.span, "the name of a trait"));
      else declareDerive(state, pending, name, traitByName);
    }
  }
  for (const marker of item.markers) {
    const name = marker.kind === "Path" ? marker.path.names[0] : undefined;
    if (name !== undefined && DERIVABLE.includes(name.text)) {
      declareDerive(state, pending, name, traitByName);
    } else state.unsupported("this marker is", marker.span);
  }
}

function derivedName(value: ast.Expr): ast.Name | undefined {
  return value.kind === "Ident" ? { text: value.name, span: value.span } : undefined;
}

function declareDerive(
  state: DeclareState,
  { module, def, params }: PendingType,
  name: ast.Name,
  traitByName: (name: string) => TraitDef,
): void {
  if (!DERIVABLE.includes(name.text)) {
    state.report(cannotDerive(name, DERIVABLE));
    return;
  }
  if (name.text === "Default" && def.body.kind === "sum") {
    state.report(deriveDefaultOfSum(def, name.span));
    return;
  }
  const trait = traitByName(name.text);
  if (trait.params.length > 0) {
    throw new InternalError(`derived trait ${trait.name} has parameters`, { stage: "types" });
  }
  const copies = copyParams(state, params, new Map()).params;
  for (const param of copies) param.bounds.push({ trait, args: [] });
  const impl = state.addImpl({
    module: module.id,
    params: copies,
    self: conType(def, copies.map(paramType)),
    trait: { trait, args: [] },
    methods: new Map(),
    isDerived: true,
    isExtension: false,
    span: name.span,
  });
  state.index.addImpl(def, impl);
  state.derives.push({ impl, def, span: name.span });
}
