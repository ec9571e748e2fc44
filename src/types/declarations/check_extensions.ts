/** Extensions (spec 18.6, 10.6.8): which methods a module imports, and methods that could not be called as such. */
import { suggest } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { duplicateDefinition, notExported } from "../messages/errors_declare.ts";
import {
  conflictingExtensions,
  extensionOverrides,
  privateExtension,
} from "../messages/errors_extend.ts";
import { headOf } from "../model/impl_index.ts";
import type { FnDef, ImplDef, ModuleId, ModuleScope } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { equalTypes } from "../model/type.ts";
import { lookupMethod } from "../traits/lookup_method.ts";
import { objectTrait } from "../traits/trait_objects.ts";
import type { DeclareState } from "./declare_state.ts";

/** `extension path { Type.method }` makes methods of another module's extensions visible. */
export function importExtensions(state: DeclareState): void {
  for (const { loaded, scope } of state.declared) {
    for (const [item, target] of loaded.imports) {
      if (item.kind !== "ExtensionImport" || target.kind !== "module") continue;
      for (const { type, method } of item.items) {
        const impls = extensionsOf(state, target.module, type.text, method.text);
        importMethod(state, scope, impls, type, method);
      }
    }
  }
}

/** The extensions of a module, and those that it hands on `type.method` of by `pub extension`. */
function extensionsOf(
  state: DeclareState,
  module: ModuleId,
  type: string,
  method: string,
): readonly ImplDef[] {
  const own = state.impls.filter((impl) => impl.isExtension && impl.module === module);
  const declared = state.declared.find(({ scope }) => scope.id === module);
  const found: ImplDef[] = [...own];
  for (const [item, target] of declared?.loaded.imports ?? []) {
    if (item.kind !== "ExtensionImport" || !item.isPublic || target.kind !== "module") continue;
    const names = item.items.some((one) => one.type.text === type && one.method.text === method);
    if (!names) continue;
    // Imports have no cycles.
    const others = extensionsOf(state, target.module, type, method);
    found.push(...others.filter((impl) => headName(impl) === type && impl.methods.has(method)));
  }
  return found;
}

function importMethod(
  state: DeclareState,
  scope: ModuleScope,
  impls: readonly ImplDef[],
  type: ast.Name,
  method: ast.Name,
): void {
  const found = impls.filter((impl) =>
    headName(impl) === type.text && impl.methods.has(method.text)
  );
  const visible = found.filter((impl) => impl.isPublic);
  for (const impl of visible) {
    const fn = impl.methods.get(method.text) as FnDef;
    const other = visibleExtension(state, scope, impl, fn);
    if (other !== undefined) state.report(conflictingExtensions(method, type.text, fn, other));
    else state.index.importExtension(scope.id, fn);
  }
  const [hidden] = found;
  if (visible.length > 0) return;
  if (hidden !== undefined) {
    state.report(privateExtension(method, hidden));
    return;
  }
  const names = impls.filter((impl) => impl.isPublic).flatMap((impl) => [...impl.methods.keys()]);
  const from = impls[0] === undefined ? undefined : state.modules[impls[0].module];
  state.report(notExported(method, from?.name ?? "the module", false, suggest(method.text, names)));
}

/** Another extension of the same type with a method of the same name that `scope` sees already. */
function visibleExtension(
  state: DeclareState,
  scope: ModuleScope,
  impl: ImplDef,
  fn: FnDef,
): FnDef | undefined {
  for (const member of state.index.members(headOf(impl.self), fn.name)) {
    const isOther = member.fn !== fn && member.impl.isExtension &&
      equalTypes(member.impl.self, impl.self);
    const isSeen = member.impl.module === scope.id ||
      state.index.isImportedExtension(scope.id, member.fn);
    if (isOther && isSeen) return member.fn;
  }
  return undefined;
}

/** The name of the type or trait that an extension is of, as imports write it. */
function headName({ self, extendedTrait }: ImplDef): string | undefined {
  return extendedTrait?.name ?? (self.kind === "con" ? self.def.name : undefined);
}

/** Reports methods of extensions that a method of the type itself or another extension of the module hides. */
export function checkExtensions(state: DeclareState, program: Program): void {
  for (const impl of state.impls) {
    const isStd = state.modules[impl.module]?.isStd === true;
    if (!impl.isExtension || isStd || objectTrait(impl.self) !== undefined) continue;
    for (const fn of impl.methods.values()) checkMethod(state, program, impl, fn);
  }
}

function checkMethod(state: DeclareState, program: Program, impl: ImplDef, fn: FnDef): void {
  const [best] = lookupMethod(program, impl.self, fn.name, impl.module);
  if (best !== undefined && best.source !== "extension") {
    const owner = best.kind === "trait" ? best.trait : undefined;
    state.report(extensionOverrides(fn, impl, best.fn, owner, isOfProgram(state, best.fn)));
    return;
  }
  const twin = state.index.members(headOf(impl.self), fn.name).find((member) =>
    member.impl.isExtension && member.impl.module === impl.module &&
    member.fn.id < fn.id && equalTypes(member.impl.self, impl.self)
  );
  if (twin !== undefined) state.report(duplicateDefinition(fn.name, fn.span, twin.fn.span));
}

function isOfProgram(state: DeclareState, fn: FnDef): boolean {
  return state.modules[fn.module]?.isStd !== true;
}
