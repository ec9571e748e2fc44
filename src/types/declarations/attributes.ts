/** Attributes of items: which are known, and what they say. */
import type { Span } from "../../base/mod.ts";
import { suggest } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import {
  malformedAttribute,
  unknownAttribute,
  unknownIntrinsic,
  unknownRepr,
  wrongRepr,
} from "../messages/errors_declare.ts";
import type { DeclareState } from "./declare_state.ts";

/** Attributes that declarations or the test runner understand. */
const KNOWN: ReadonlySet<string> = new Set([
  "derive",
  "intrinsic",
  "inline",
  "boxed",
  "alias",
  "constant",
  "mutating",
  "defaulted",
  "repr",
  "skip",
  "fail",
  "compile_fail",
  // Conditions, which are settled when files are loaded.
  "target",
  "cfg",
]);
/** Attributes of the language whose meaning is still to come. */
const LATER: ReadonlySet<string> = new Set(["error", "free", "represents"]);

/** The meaning of the attributes of a function. */
export interface FnAttributes {
  readonly intrinsic?: string;
  readonly isInline: boolean;
  /** Other names of each parameter. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Other names of the method itself: `#alias("length")`. */
  readonly nameAliases: readonly string[];
}

/** Reports attributes that nothing understands. */
export function checkAttributes(state: DeclareState, attributes: readonly ast.Attribute[]): void {
  for (const { name, span } of attributes) {
    if (KNOWN.has(name.text)) continue;
    if (LATER.has(name.text)) state.unsupported(`attribute \`#${name.text}\` is`, span);
    else state.report(unknownAttribute(name, suggest(name.text, [...KNOWN, ...LATER])));
  }
}

/** Whether a type is marked `#boxed`, which only std may do. */
export function isBoxed(item: ast.TypeItem, isStd: boolean): boolean {
  return isStd && item.attributes.some(({ name }) => name.text === "boxed");
}

/** The fields that literals of a struct of std may leave out, `#defaulted("source")`: they have the default of their type. */
export function defaultedFields(item: ast.TypeItem, isStd: boolean): readonly string[] {
  const attribute = isStd && item.attributes.find(({ name }) => name.text === "defaulted");
  if (!attribute) return [];
  return attribute.args.flatMap(({ value }) => value.kind === "Str" ? [value.value] : []);
}

/**
 * Whether an associated function is marked `#constant`, which only std may do: it is read as
 * `int.max`, without a call, and so never meets the method of the same name.
 */
export function isConstant(item: ast.FunctionItem, isStd: boolean): boolean {
  return isStd && item.attributes.some(({ name }) => name.text === "constant");
}

/**
 * Where a method is marked `#mutating`, which only std does: it assigns to its `self`. The bodies of std are read after it is
 * settled which methods do.
 */
export function mutatingMark(item: ast.FunctionItem, isStd: boolean): Span | undefined {
  return isStd ? item.attributes.find(({ name }) => name.text === "mutating")?.span : undefined;
}

/** `#repr(..)` of a type: structs lie in memory as C places them, and a wrapper as what it holds. */
export function checkRepr(state: DeclareState, item: ast.TypeItem): void {
  const attribute = item.attributes.find(({ name }) => name.text === "repr");
  if (attribute === undefined) return;
  const form = stringArg(attribute);
  switch (form) {
    case "c":
      if (item.body.kind === "sum") state.report(wrongRepr(form, "a struct", attribute.span));
      return;
    case "transparent":
      if (item.body.kind === "newtype" || isSingleField(item.body)) return;
      state.report(wrongRepr(form, "a struct of one field", attribute.span));
      return;
    case "packed":
    case "aligned":
      return state.unsupported(`\`#repr("${form}")\` is`, attribute.span);
    default:
      state.report(unknownRepr(form, attribute.span));
  }
}

function isSingleField(body: ast.TypeBody): boolean {
  return body.kind === "struct" && body.fields.length === 1;
}

/** Reads the attributes of a function; `isStd` allows intrinsics. */
export function fnAttributes(
  state: DeclareState,
  item: ast.FunctionItem,
  isStd: boolean,
): FnAttributes {
  const aliases = new Map<string, string[]>();
  const nameAliases: string[] = [];
  let intrinsic: string | undefined;
  let isInline = false;
  for (const attribute of item.attributes) {
    if (attribute.name.text === "inline") isInline = true;
    if (attribute.name.text === "intrinsic") intrinsic = readIntrinsic(state, attribute, isStd);
    if (attribute.name.text === "alias") readAlias(state, attribute, aliases, nameAliases);
  }
  return { ...(intrinsic === undefined ? {} : { intrinsic }), isInline, aliases, nameAliases };
}

function readIntrinsic(
  state: DeclareState,
  attribute: ast.Attribute,
  isStd: boolean,
): string | undefined {
  const name = stringArg(attribute);
  if (name === undefined) {
    state.report(malformedAttribute(attribute.span, '`#intrinsic("name")`'));
  } else if (!isStd) {
    state.report(unknownIntrinsic(name, attribute.span));
  }
  return name;
}

function readAlias(
  state: DeclareState,
  attribute: ast.Attribute,
  aliases: Map<string, string[]>,
  nameAliases: string[],
): void {
  for (const { name, value } of attribute.args) {
    if (value.kind !== "Str") {
      state.report(malformedAttribute(attribute.span, '`#alias(param: "other_name")`'));
    } else if (name === undefined) {
      nameAliases.push(value.value);
    } else {
      const known = aliases.get(name.text);
      if (known === undefined) aliases.set(name.text, [value.value]);
      else known.push(value.value);
    }
  }
}

function stringArg(attribute: ast.Attribute): string | undefined {
  const value = attribute.args[0]?.value;
  return value?.kind === "Str" ? value.value : undefined;
}

/** A test by its name alone, as older sources write it. */
export function isLegacyTest(item: ast.FunctionItem): boolean {
  return item.name.text.startsWith("test_") && item.params.length === 0 &&
    item.generics.length === 0 && item.result?.kind === "Path" &&
    item.result.path.names[0]?.text === "void";
}
