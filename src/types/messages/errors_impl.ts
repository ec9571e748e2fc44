/** Diagnostics of traits and their implementations. */
import { expectedFound } from "./errors_common.ts";
import type { Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import type { Name } from "../../syntax/mod.ts";
import type { ImplDef, TraitDef, TraitRef, Type } from "../model/model.ts";
import { showType } from "../model/show_type.ts";
import { help, showTraitRef } from "./errors_declare.ts";

export function duplicateImpl(impl: ImplDef, other: ImplDef): Diagnostic {
  const ref = impl.trait === undefined ? "" : showTraitRef(impl.trait);
  return {
    code: "E2010",
    message: `duplicate trait implementation: \`${ref}\` for \`${showType(impl.self)}\``,
    primary: { span: impl.span, text: "implemented again here" },
    related: [{ span: other.span, text: "first implemented here" }],
  };
}

export function overlappingImpls(impl: ImplDef, other: ImplDef): Diagnostic {
  const ref = impl.trait === undefined ? "" : showTraitRef(impl.trait);
  const [self, otherSelf] = [showType(impl.self), showType(other.self)];
  return {
    code: "E2021",
    message: `overlapping implementations of \`${ref}\`: \`${self}\` and \`${otherSelf}\``,
    primary: { span: impl.span, text: "this implementation overlaps" },
    related: [{ span: other.span, text: "with this one" }],
  };
}

/** An impl of another module's trait for another module's type. */
export function orphanImpl(impl: ImplDef): Diagnostic {
  const ref = impl.trait === undefined ? "" : showTraitRef(impl.trait);
  return {
    code: "E2010",
    message: `orphan implementation: \`${ref}\` for \`${showType(impl.self)}\``,
    primary: { span: impl.span, text: "neither the trait nor the type is of this module" },
    help: `wrap the type in one of your own: \`type Mine = ${showType(impl.self)}\``,
  };
}

export function misplacedImpl(what: string, span: Span): Diagnostic {
  return {
    code: "E2010",
    message: `cannot implement methods for ${what}`,
    primary: { span, text: "no type of its own" },
  };
}

export function conflictingDefaults(
  impl: ImplDef,
  name: string,
  first: TraitDef,
  second: TraitDef,
): Diagnostic {
  return {
    code: "E2022",
    message: `conflicting default implementations of \`${name}\` for \`${showType(impl.self)}\``,
    primary: { span: impl.span, text: `both \`${first.name}\` and \`${second.name}\` have one` },
    related: [
      { span: first.methods.get(name)?.span ?? first.span, text: "one default" },
      { span: second.methods.get(name)?.span ?? second.span, text: "the other" },
    ],
    help: `define \`${name}\` in this implementation`,
  };
}

export function missingMethods(
  impl: ImplDef,
  trait: TraitDef,
  missing: readonly string[],
): Diagnostic {
  const names = missing.map((name) => `\`${name}\``).join(", ");
  return {
    code: "E2058",
    message: `implementation of \`${trait.name}\` for \`${showType(impl.self)}\` lacks ${names}`,
    primary: { span: impl.span, text: `missing ${names}` },
    related: [{ span: trait.span, text: "required by this trait" }],
  };
}

export function foreignMethod(
  name: Name,
  trait: TraitDef,
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "E2059",
    message: `\`${name.text}\` is not a method of trait \`${trait.name}\``,
    primary: { span: name.span, text: "not in the trait" },
    ...help(suggestion),
  };
}

export function methodMismatch(options: {
  readonly name: string;
  readonly trait: TraitDef;
  readonly expected: Type;
  readonly found: Type;
  readonly span: Span;
  readonly declared: Span;
}): Diagnostic {
  const { name, trait, expected, found, span, declared } = options;
  return {
    code: "E2001",
    message:
      `type mismatch: method \`${name}\` differs from the declaration in trait \`${trait.name}\``,
    primary: { span, text: expectedFound(expected, found) },
    related: [{ span: declared, text: "declared here" }],
  };
}

export function missingAssociatedType(name: string, trait: TraitDef, span: Span): Diagnostic {
  return {
    code: "E2018",
    message: `missing associated type \`${name}\` of trait \`${trait.name}\``,
    primary: { span, text: `\`type ${name} = ...\` is missing` },
    related: [{ span: trait.span, text: "required by this trait" }],
  };
}

export function foreignAssociatedType(name: Name, trait: TraitDef): Diagnostic {
  return {
    code: "E2059",
    message: `\`${name.text}\` is not an associated type of trait \`${trait.name}\``,
    primary: { span: name.span, text: "not in the trait" },
  };
}

export function boundNotSatisfied(
  self: Type,
  ref: TraitRef,
  span: Span,
  why: string,
): Diagnostic {
  return {
    code: "E2009",
    message: `\`${showType(self)}\` does not implement \`${showTraitRef(ref)}\``,
    primary: { span, text: why },
  };
}
