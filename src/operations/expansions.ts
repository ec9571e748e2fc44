/**
 * What std may declare with `#intrinsic("name")` beside primitives and intrinsics: forms that monomorphization replaces by
 * other constructs, so that no later stage and no engine knows them.
 */
import { parseSignature, type Signature } from "./signature.ts";

/** Every such form with its signature. */
export const EXPANSIONS = {
  /** Converts between a builtin type and the type that represents it: no operation at run time. */
  retype: parseSignature("(value: A) -> B"),
  /** Position of the call as `FILE:LINE`: a literal. */
  source_position: parseSignature("() -> str"),
  /** Gives up the value before its scope ends: a `DropValue` of Core. */
  drop_value: parseSignature("(value: T) -> void"),
} as const satisfies Record<string, Signature>;

/** The name of a form that monomorphization replaces. */
export type Expansion = keyof typeof EXPANSIONS;

/** Whether `name` is such a form. */
export function isExpansion(name: string): name is Expansion {
  return Object.hasOwn(EXPANSIONS, name);
}
