/** Diagnostics of declarations: names, types, signatures, impls. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import type { Name } from "../../syntax/mod.ts";
import type {
  FnDef,
  ParamDef,
  TraitDef,
  TraitRef,
  Type,
  TypeDef,
  VariantDef,
} from "../model/model.ts";
import { showType } from "../model/show_type.ts";

/** `did you mean ..?`, where there is a suggestion. */
export function help(suggestion: string | undefined): { help?: string } {
  return suggestion === undefined ? {} : { help: `did you mean \`${suggestion}\`?` };
}

/** `Add<int>` in source notation. */
export function showTraitRef(ref: TraitRef): string {
  const args = ref.args.slice(0, ref.trait.params.length - ref.trait.associatedCount);
  return args.length === 0 ? ref.trait.name : `${ref.trait.name}<${args.map(showType).join(", ")}>`;
}

/** Whether the diagnostic is about a name that is missing, which the parser has reported. */
export function isAboutNothing({ primary }: Diagnostic): boolean {
  return primary !== undefined && primary.span.start === primary.span.end;
}

// --- Names ---------------------------------------------------------------------------------------

export function duplicateDefinition(name: string, span: Span, first: Span): Diagnostic {
  return {
    code: "E2006",
    message: `\`${name}\` is defined more than once`,
    primary: { span, text: "defined again here" },
    related: [{ span: first, text: "first defined here" }],
  };
}

/** The type parameter `name` has no default, and `first` before it has one. */
export function defaultBeforeOthers(name: Name, first: Name): Diagnostic {
  return {
    code: "E2103",
    message: `type parameter \`${name.text}\` needs a default, as \`${first.text}\` has one`,
    primary: { span: name.span, text: "no default" },
    related: [{ span: first.span, text: "has a default" }],
    help: `put \`${name.text}\` in front of \`${first.text}\``,
  };
}

export function duplicateImport(name: string, span: Span): Diagnostic {
  return {
    code: "E2006",
    message: `\`${name}\` is imported more than once, with different meanings`,
    primary: { span, text: "imported again here" },
    help: `give one of them another name: \`${name} as other_name\``,
  };
}

export function unknownType(
  name: string,
  span: Span,
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "E2002",
    message: `unknown type \`${name}\``,
    primary: { span, text: "not found" },
    ...(name === "Self" ? { help: SELF_HELP } : help(FOREIGN_TYPES.get(name) ?? suggestion)),
  };
}

const SELF_HELP =
  "`Self` stands in traits and impls; elsewhere, in an `extend` too, write the type";

/** Names of types of other languages, and their names in Ori. */
const FOREIGN_TYPES: ReadonlyMap<string, string> = new Map([
  ...["string", "String"].map((name) => [name, "str"] as const),
  ...["boolean", "Boolean", "Bool"].map((name) => [name, "bool"] as const),
  ...["double", "Double", "f32", "f64", "real"].map((name) => [name, "float"] as const),
  ...["integer", "Integer", "number", "long", "usize", "isize"].map((n) => [n, "int"] as const),
  ...["i8", "i16", "i32", "i64", "u16", "u32", "u64"].map((name) => [name, "int"] as const),
  ["u8", "byte"],
  ["Array", "[T]"],
  ["Vec", "[T]"],
  ["List", "[T]"],
  ["Maybe", "Option"],
  ["Either", "Result"],
  ["unit", "void"],
  ["Unit", "void"],
]);

export function unknownTrait(
  name: string,
  span: Span,
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "E2002",
    message: `unknown trait \`${name}\``,
    primary: { span, text: "not found" },
    ...help(suggestion),
  };
}

export function notATrait(name: string, span: Span): Diagnostic {
  return {
    code: "E2002",
    message: `\`${name}\` is a type, not a trait`,
    primary: { span, text: "expected a trait" },
  };
}

export function notAType(name: string, what: string, span: Span): Diagnostic {
  return {
    code: "E2002",
    message: `\`${name}\` is ${what}, not a type`,
    primary: { span, text: "expected a type" },
  };
}

export function wrongTypeArgCount(
  name: string,
  wanted: number,
  given: number,
  span: Span,
): Diagnostic {
  const plural = wanted === 1 ? "argument" : "arguments";
  return {
    code: "E2004",
    message: wanted === 0
      ? `\`${name}\` takes no type arguments`
      : `\`${name}\` expects ${wanted} type ${plural}, found ${given}`,
    primary: {
      span,
      text: wanted === 0 ? "not generic" : `expected ${wanted} type ${plural}`,
    },
  };
}

export function notExported(
  name: Name,
  module: string,
  isPrivate: boolean,
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "E2064",
    message: isPrivate
      ? `\`${name.text}\` is private to \`${module}\``
      : `\`${module}\` has no \`${name.text}\``,
    primary: { span: name.span, text: isPrivate ? "not exported" : "not found there" },
    ...(isPrivate
      ? { help: `mark it \`pub\`, or import it with \`::${name.text}\`` }
      : help(suggestion)),
  };
}

export function unknownTestTarget(name: Name, suggestion: string | undefined): Diagnostic {
  return {
    code: "W3011",
    message: `test of an unknown function \`${name.text}\``,
    primary: { span: name.span, text: "no function of this name" },
    ...help(suggestion),
  };
}

// --- Types ---------------------------------------------------------------------------------------

export function containsItself(def: TypeDef, field: Span): Diagnostic {
  return {
    code: "E2008",
    message: `type \`${def.name}\` contains itself without indirection`,
    primary: { span: field, text: "this makes its size infinite" },
    related: [{ span: def.span, text: "the type" }],
    help: `put it behind \`Option<${def.name}>\`, a list or a sum type`,
  };
}

export function neverField(span: Span): Diagnostic {
  return {
    code: "E2019",
    message: "a field cannot have type `Never`",
    primary: { span, text: "no value of this type exists" },
  };
}

// --- Functions -----------------------------------------------------------------------------------

export function missingParamType(name: string, span: Span): Diagnostic {
  return {
    code: "E2005",
    message: `parameter \`${name}\` needs a type`,
    primary: { span, text: "no type given" },
    help: `write \`${name}: T\``,
  };
}

/** The body cannot tell the type of `param`, which it needs at `use`. */
export function paramNeedsType(param: ParamDef, use: Span): Diagnostic {
  return {
    ...missingParamType(param.name, param.span),
    related: [{ span: use, text: "the body needs the type here" }],
  };
}

export function recursionNeedsType(name: string, fn: string, span: Span): Diagnostic {
  return {
    ...missingParamType(name, span),
    notes: [`\`${fn}\` is used, by itself or by another, before its body tells the type`],
  };
}

export function missingResultType(name: string, span: Span): Diagnostic {
  return {
    code: "E2005",
    message: `function \`${name}\` needs a result type`,
    primary: { span, text: "no result type given" },
    help: "write `-> void` if it gives nothing back",
  };
}

export function missingBody(name: string, span: Span): Diagnostic {
  return {
    code: "E1007",
    message: `function \`${name}\` has no body`,
    primary: { span, text: "expected `= body` after the signature" },
  };
}

export function misplacedSelf(span: Span): Diagnostic {
  return {
    code: "E1006",
    message: "`self` is only allowed as the first parameter of a method",
    primary: { span, text: "not allowed here" },
  };
}

export function unknownAttribute(name: Name, suggestion: string | undefined): Diagnostic {
  return {
    code: "E2069",
    message: `unknown attribute \`#${name.text}\``,
    primary: { span: name.span, text: "not known" },
    ...help(suggestion),
  };
}

export function malformedAttribute(span: Span, expected: string): Diagnostic {
  return {
    code: "E1021",
    message: "malformed attribute",
    primary: { span, text: `expected ${expected}` },
  };
}

export function wrongRepr(form: string, wanted: string, span: Span): Diagnostic {
  return {
    code: "E2041",
    message: `\`#repr("${form}")\` is for ${wanted}`,
    primary: { span, text: "does not fit this type" },
  };
}

export function unknownRepr(form: string | undefined, span: Span): Diagnostic {
  return {
    code: "E2041",
    message: form === undefined
      ? "`#repr` without a form"
      : `unknown form \`${form}\` of \`#repr\``,
    primary: { span, text: "not a form of memory" },
    help: 'the forms are "c", "transparent", "packed" and "aligned"',
  };
}

export function unknownIntrinsic(name: string, span: Span): Diagnostic {
  return {
    code: "E2069",
    message: `\`#intrinsic\` is reserved for the standard library`,
    primary: { span, text: `\`${name}\` cannot be supplied here` },
  };
}

/** A trait used as a type whose methods need to know the type of the value. */
export function notObjectSafe(trait: TraitDef, reason: string, span: Span): Diagnostic {
  return {
    code: "E2024",
    message: `trait \`${trait.name}\` cannot be made into an object`,
    primary: { span, text: reason },
    related: [{ span: trait.span, text: "the trait" }],
    help: `use a type parameter: \`<T: ${trait.name}>\``,
  };
}

/** `feature` in the plural or as a mass noun: "trait objects are not supported yet". */
export function notSupported(feature: string, span: Span): Diagnostic {
  return {
    code: "E2040",
    message: `${feature} not supported yet`,
    primary: { span, text: "not supported yet" },
  };
}

// --- Derives ---------------------------------------------------------------------------------------

export function cannotDerive(name: Name, derivable: readonly string[]): Diagnostic {
  return {
    code: "E2033",
    message: `\`${name.text}\` cannot be derived`,
    primary: { span: name.span, text: "not derivable" },
    help: `these can: ${derivable.join(", ")}`,
  };
}

/** A trait of std.json that is derived where it is not imported. */
export function deriveNotImported(name: Name): Diagnostic {
  return {
    code: "E2033",
    message: `\`${name.text}\` cannot be derived`,
    primary: { span: name.span, text: "not the trait of `std.json` here" },
    help: `import it: \`use std.json { ${name.text} };\``,
  };
}

export function deriveDefaultOfSum(def: TypeDef, span: Span): Diagnostic {
  return {
    code: "E2028",
    message: `cannot derive \`Default\` for the sum type \`${def.name}\``,
    primary: { span, text: "no variant is the default" },
    help: `implement it: \`impl ${def.name}: Default { .. }\``,
  };
}

export function deriveLacksTrait(
  def: TypeDef,
  trait: string,
  required: string,
  span: Span,
): Diagnostic {
  return {
    code: "E2029",
    message: `cannot derive \`${trait}\` for \`${def.name}\` without \`${required}\``,
    primary: { span, text: `\`${trait}\` requires \`${required}\`` },
    help: `derive it too: \`#derive(${required}, ${trait})\``,
  };
}

export function deriveFieldLacksTrait(options: {
  readonly def: TypeDef;
  readonly variant: VariantDef | undefined;
  readonly trait: TraitDef;
  readonly field: string;
  readonly fieldSpan: Span;
  readonly type: Type;
  readonly span: Span;
}): Diagnostic {
  const { def, variant, trait, field, fieldSpan, type, span } = options;
  const place = variant === undefined ? def.name : variant.name;
  return {
    code: "E2032",
    message:
      `cannot derive \`${trait.name}\` for \`${def.name}\`: field \`${field}\` of \`${place}\` ` +
      `does not implement \`${trait.name}\``,
    primary: {
      span: fieldSpan,
      text: `\`${showType(type)}\` does not implement \`${trait.name}\``,
    },
    related: [{ span, text: "derived here" }],
  };
}

// --- `impl Trait` ----------------------------------------------------------------------------------

export function misplacedImplTrait(span: Span): Diagnostic {
  return {
    code: "E2071",
    message: "`impl Trait` is only allowed as the result of a function",
    primary: { span, text: "not allowed here" },
    help: "take a type parameter instead: `@f<T: Trait> (x: T)`",
  };
}

/** A function whose result holds the result of a call of itself. */
export function opaqueContainsItself(fn: FnDef, def: TypeDef): Diagnostic {
  return {
    code: "E2008",
    message: `the type of the result of \`${fn.name}\` contains itself`,
    primary: { span: def.span, text: "stands for the type that the body gives" },
    help: "state the type, or use a trait object",
  };
}
