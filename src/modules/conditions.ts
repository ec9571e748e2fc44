/** The conditions `#target(..)` and `#cfg(..)` (25.2, 25.3): whether they hold for the settings of a build. */
import { type Diagnostic, suggest } from "../diagnostics/mod.ts";
import type { Attribute, AttributeArg, Expr } from "../syntax/mod.ts";
import {
  invalidFeatureName,
  malformedCondition,
  unknownConditionKey,
  unknownConditionValue,
} from "./condition_errors.ts";
import {
  ARCHITECTURES,
  type BuildSettings,
  FAMILIES,
  familyOf,
  isFlagName,
  OPERATING_SYSTEMS,
} from "./settings.ts";

/** Receives what is wrong with a condition. */
export type Report = (diagnostic: Diagnostic) => void;

/** Whether an attribute is a condition. */
export function isCondition({ name }: Attribute): boolean {
  return name.text === "target" || name.text === "cfg";
}

/**
 * Whether all conditions among `attributes` hold. One that is malformed is reported and holds, so that what it
 * stands at is not missed elsewhere.
 */
export function conditionsHold(
  attributes: readonly Attribute[],
  settings: BuildSettings,
  report: Report,
): boolean {
  let holds = true;
  for (const attribute of attributes) {
    if (!isCondition(attribute)) continue;
    if (attribute.args.length === 0) report(malformedCondition(attribute.span));
    for (const arg of attribute.args) {
      const test = attribute.name.text === "target" ? targetHolds : cfgHolds;
      if (!test(arg, settings, report)) holds = false;
    }
  }
  return holds;
}

// --- Targets -------------------------------------------------------------------------------------

const TARGET_VALUES: Readonly<Record<string, readonly string[]>> = {
  os: OPERATING_SYSTEMS,
  arch: ARCHITECTURES,
  family: FAMILIES,
};

function targetHolds(arg: AttributeArg, settings: BuildSettings, report: Report): boolean {
  const { name, value } = arg;
  if (name === undefined) return malformed(value, report);
  const { form, base } = splitKey(name.text);
  const known = TARGET_VALUES[base];
  if (known === undefined) {
    report(unknownConditionKey(name, "target", suggest(name.text, keysOf(TARGET_VALUES))));
    return true;
  }
  const texts = textsOf(value, form, report);
  if (texts === undefined) return true;
  for (const { text, span } of texts) {
    if (known.includes(text)) continue;
    report(unknownConditionValue(base, text, span, known));
    return true;
  }
  return matches(form, texts, (text) => text === targetFact(base, settings));
}

function targetFact(base: string, { target }: BuildSettings): string {
  if (base === "family") return familyOf(target);
  return base === "os" ? target.os : target.arch;
}

function keysOf(bases: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(bases).flatMap((base) => [base, `not_${base}`, `any_${base}`]);
}

// --- Flags ---------------------------------------------------------------------------------------

const MODES = ["debug", "release", "not_debug", "not_release"];
const FEATURE_KEYS = keysOf({ feature: true });

function cfgHolds(arg: AttributeArg, settings: BuildSettings, report: Report): boolean {
  const { name, value } = arg;
  if (name !== undefined) return valueHolds(name, value, settings, report);
  if (value.kind !== "Ident") return malformed(value, report);
  return flagHolds({ text: value.name, span: value.span }, settings, report);
}

/** `#cfg(debug)` and, for a flag that `--cfg` sets, `#cfg(name)`. */
function flagHolds(
  name: NonNullable<AttributeArg["name"]>,
  settings: BuildSettings,
  report: Report,
): boolean {
  const isNegated = name.text.startsWith("not_");
  const base = isNegated ? name.text.slice("not_".length) : name.text;
  if (FEATURE_KEYS.includes(name.text)) {
    report(malformedCondition(name.span));
    return true;
  }
  const isSet = base === "debug" || base === "release"
    ? (base === "release") === settings.isRelease
    : settings.flags.has(base);
  if (!isSet && reportsNearMiss(name, MODES, report)) return true;
  return isSet !== isNegated;
}

/** `#cfg(feature: "x")` and, for a flag that `--cfg` gives a value, `#cfg(name: "value")`. */
function valueHolds(
  name: NonNullable<AttributeArg["name"]>,
  value: Expr,
  settings: BuildSettings,
  report: Report,
): boolean {
  if (MODES.includes(name.text)) return malformed(value, report);
  const { form, base } = splitKey(name.text);
  const isFeature = base === "feature";
  if (!isFeature && !settings.flags.has(base) && reportsNearMiss(name, FEATURE_KEYS, report)) {
    return true;
  }
  const texts = textsOf(value, form, report);
  if (texts === undefined) return true;
  for (const { text, span } of isFeature ? texts : []) {
    if (isFlagName(text)) continue;
    report(invalidFeatureName(text, span));
    return true;
  }
  const isSet = isFeature
    ? (text: string) => settings.features.has(text)
    : (text: string) => settings.flags.get(base) === text;
  return matches(form, texts, isSet);
}

/** A flag may have any name; one that is nearly that of a key of the language is taken for a slip. */
function reportsNearMiss(
  name: NonNullable<AttributeArg["name"]>,
  keys: readonly string[],
  report: Report,
): boolean {
  const near = keys.includes(name.text) ? undefined : suggest(name.text, keys);
  if (near === undefined) return false;
  report(unknownConditionKey(name, "cfg", near));
  return true;
}

// --- Keys and values -----------------------------------------------------------------------------

type Form = "is" | "not" | "any";

function splitKey(key: string): { readonly form: Form; readonly base: string } {
  for (const form of ["not", "any"] as const) {
    if (key.startsWith(`${form}_`)) return { form, base: key.slice(form.length + 1) };
  }
  return { form: "is", base: key };
}

interface Text {
  readonly text: string;
  readonly span: Expr["span"];
}

function matches(form: Form, texts: readonly Text[], isSet: (text: string) => boolean): boolean {
  const isMet = texts.some(({ text }) => isSet(text));
  return form === "not" ? !isMet : isMet;
}

/** One text, or after `any_` a list of them; undefined where something else is written, which is reported. */
function textsOf(value: Expr, form: Form, report: Report): readonly Text[] | undefined {
  const values = form !== "any"
    ? [value]
    : value.kind !== "List"
    ? []
    : value.elements.map((e) => e.value);
  const texts = values.flatMap((v) => v.kind === "Str" ? [{ text: v.value, span: v.span }] : []);
  if (texts.length > 0 && texts.length === values.length) return texts;
  malformed(value, report);
  return undefined;
}

/** Reports a condition that has not its form, unless the parser has. */
function malformed(value: Expr, report: Report): true {
  if (value.kind !== "Error") report(malformedCondition(value.span));
  return true;
}
