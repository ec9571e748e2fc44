/** The types of trait objects, declared when the methods of all traits are known. */
import { PLAIN_CALL } from "../model/call_shape.ts";
import { notObjectSafe } from "../messages/errors_declare.ts";
import type { FieldDef, TraitDef } from "../model/model.ts";
import { conType, paramType } from "../model/type.ts";
import {
  objectMethods,
  objectMethodType,
  objectObjection,
  objectRefs,
} from "../traits/trait_objects.ts";
import type { DeclareState } from "./declare_state.ts";

/** Fills the struct of the objects of `trait`, and makes it implement the trait and its supertraits. */
export function completeObjectType(state: DeclareState, trait: TraitDef, fields: FieldDef[]): void {
  if (objectObjection(trait) !== undefined) return;
  const self = conType(trait.object, trait.params.map(paramType));
  for (const one of objectMethods(trait)) {
    const { name, span } = one.method;
    fields.push({ name, isPositional: false, type: objectMethodType(one, self, PLAIN_CALL), span });
  }
  for (const ref of objectRefs(trait)) {
    const impl = state.addImpl({
      module: trait.module,
      params: trait.params,
      self,
      trait: ref,
      methods: new Map(),
      isDerived: true,
      isExtension: false,
      span: trait.span,
    });
    state.index.addImpl(trait.object, impl);
  }
}

/** Reports the types of signatures that name a trait without objects. */
export function checkObjectUses(state: DeclareState): void {
  for (const { trait, span } of state.objectUses) {
    const reason = objectObjection(trait);
    if (reason !== undefined) state.report(notObjectSafe(trait, reason, span));
  }
}
