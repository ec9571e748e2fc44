/** Questions about the methods and functions of a checked program (seeds DBG-9). */
import type { ResolveChoose } from "../events/mod.ts";
import {
  arityOf,
  chooseMethod,
  conType,
  type FnDef,
  lookupAssociated,
  paramType,
  showType,
  signatureOf,
  signaturesOf,
  type Type,
} from "../types/mod.ts";
import type { Checked } from "./check.ts";

/** What a method is, as the resolver would choose it in the first file of the program. */
export interface Explanation extends Omit<ResolveChoose, "lowered" | "certain"> {
  /** Whether what is chosen takes that many arguments. */
  readonly fits: boolean;
}

/**
 * What `recv.method(..)` with `arity` arguments is for the type called `recv`, whose type parameters are left open. Undefined
 * when no type has that name.
 */
export function explainMethod(
  checked: Checked,
  recv: string,
  method: string,
  arity: number,
): Explanation | undefined {
  const { program, entries: [module] } = checked;
  const type = typeNamed(checked, recv);
  if (type === undefined || module === undefined) return undefined;
  const candidates = lookupAssociated(program, type, method, module.id);
  const { chosen, reason } = chooseMethod(program, module, candidates);
  return {
    recv_cls: showType(type),
    method,
    arity,
    candidates: signaturesOf(candidates),
    unique: candidates.length === 1,
    chosen: chosen === undefined ? "" : signatureOf(chosen.fn),
    reason,
    fits: chosen !== undefined && arityOf(chosen.fn) === arity,
  };
}

/** Types of the program go before those of std. */
function typeNamed({ program }: Checked, name: string): Type | undefined {
  const named = program.typeDefs.filter((def) => def.name === name);
  const own = named.find(({ module }) => !(program.modules[module]?.isStd ?? true));
  const def = own ?? named[0];
  return def && conType(def, def.params.map(paramType));
}

/** Whether the program or std has a function of this name: `area`, `Point.scale`, `Point.scale/1`. */
export function hasFunctionNamed(checked: Checked, name: string): boolean {
  return checked.program.fns.some((fn) => namesOf(fn).includes(name));
}

function namesOf(fn: FnDef): readonly string[] {
  const signature = signatureOf(fn);
  return [signature, signature.slice(0, signature.lastIndexOf("/"))];
}

/** The functions of the program and of std, as `Type.method/arity`, whose name starts with `prefix`; each once, sorted. */
export function functionNames(checked: Checked, prefix = ""): readonly string[] {
  const names = checked.program.fns.map(signatureOf).filter((name) => name.startsWith(prefix));
  return [...new Set(names)].sort();
}
