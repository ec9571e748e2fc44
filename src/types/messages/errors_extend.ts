/** Diagnostics of extensions, and of methods and fields that are not in scope. */
import type { Diagnostic } from "../../diagnostics/mod.ts";
import type { Name } from "../../syntax/mod.ts";
import type { FnDef, ImplDef, ModuleScope, TraitDef, Type, TypeDef } from "../model/model.ts";
import { showType } from "../model/show_type.ts";

/** A method of an `extend` that is not `pub`, imported by another module. */
export function privateExtension(method: Name, impl: ImplDef): Diagnostic {
  return {
    code: "E2064",
    message: `\`${method.text}\` is in an \`extend\` that is private to its module`,
    primary: { span: method.span, text: "not exported" },
    related: [{ span: impl.span, text: "of this extension" }],
    help: `write \`pub extend ${showType(impl.self)}\` there`,
  };
}

/** A function without `self` in an `extend`. */
export function staticExtension(name: Name, self: Type): Diagnostic {
  return {
    code: "E2100",
    message: `\`${name.text}\` of an extension has no \`self\``,
    primary: { span: name.span, text: "an extension has methods only" },
    help: `give it \`self\` as its first parameter, or write \`impl ${showType(self)}\` ` +
      "in the module of the type",
  };
}

/** A method of an extension that is never called, since the type has one of that name. */
export function extensionOverrides(
  fn: FnDef,
  impl: ImplDef,
  other: FnDef,
  trait: TraitDef | undefined,
  isShown: boolean,
): Diagnostic {
  const self = showType(impl.self);
  const origin = trait === undefined ? "" : ` from trait \`${trait.name}\``;
  return {
    code: "E2101",
    message: `\`${self}\` has a method \`${fn.name}\` already${origin}`,
    primary: { span: fn.span, text: "an extension cannot replace it" },
    ...(isShown ? { related: [{ span: other.span, text: "the method of the type" }] } : {}),
    help: "give the method of the extension another name",
  };
}

/** Two extensions with a method of one name for one type, both in scope. */
export function conflictingExtensions(
  method: Name,
  type: string,
  fn: FnDef,
  other: FnDef,
): Diagnostic {
  return {
    code: "E2102",
    message: `two extensions of \`${type}\` with a method \`${method.text}\` are in scope`,
    primary: { span: method.span, text: "the second one is imported here" },
    related: [
      { span: other.span, text: "this one is in scope already" },
      { span: fn.span, text: "this one is imported" },
    ],
    help: "import one of them only",
  };
}

/** A method of a trait that the module has no name for. */
export function traitNotInScope(
  method: Name,
  trait: TraitDef,
  module: ModuleScope | undefined,
): Diagnostic {
  const from = module === undefined ? "" : ` of \`${module.name}\``;
  const isClosed = !trait.isPublic;
  return {
    code: "E2104",
    message: `\`${method.text}\` is a method of trait \`${trait.name}\`, which is not imported`,
    primary: { span: method.span, text: `\`${trait.name}\` is not in scope here` },
    related: [{ span: trait.span, text: "the trait" }],
    help: isClosed
      ? `mark the trait \`pub\` and import \`${trait.name}\`${from}`
      : `import \`${trait.name}\`${from}`,
  };
}

/** A field of a struct of another module. */
export function foreignField(field: Name, def: TypeDef): Diagnostic {
  return {
    code: "E2105",
    message:
      `field \`${field.text}\` of \`${def.name}\` is private to the module \`${def.origin}\``,
    primary: { span: field.span, text: "fields are visible in the module of the type only" },
    related: [{ span: def.span, text: "the type" }],
    help: `give \`${def.name}\` a method that gives or changes it`,
  };
}
