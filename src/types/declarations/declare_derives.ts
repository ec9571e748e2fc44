/** The impls that `#derive` makes. */
import { InternalError } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import {
  cannotDerive,
  deriveDefaultOfSum,
  deriveNotImported,
  malformedAttribute,
} from "../messages/errors_declare.ts";
import type { ModuleScope, TraitDef } from "../model/model.ts";
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

/** Traits of std.json that `#derive` knows where they are imported. */
const IMPORTED: readonly string[] = ["ToJson", "FromJson"];

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
    if (name !== undefined && [...DERIVABLE, ...IMPORTED].includes(name.text)) {
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
  const trait = DERIVABLE.includes(name.text)
    ? traitByName(name.text)
    : importedTrait(state, module, name.text);
  if (trait === undefined) {
    const isKnown = IMPORTED.includes(name.text);
    state.report(isKnown ? deriveNotImported(name) : cannotDerive(name, DERIVABLE));
    return;
  }
  if (name.text === "Default" && def.body.kind === "sum") {
    state.report(deriveDefaultOfSum(def, name.span));
    return;
  }
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

/** The trait of std that `name` means in `module`. */
function importedTrait(
  state: DeclareState,
  module: ModuleScope,
  name: string,
): TraitDef | undefined {
  const found = module.types.get(name);
  if (!IMPORTED.includes(name) || found?.kind !== "trait") return undefined;
  return state.modules[found.trait.module]?.isStd === true ? found.trait : undefined;
}
