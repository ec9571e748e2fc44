/** The one list of engines: every harness, command and test reads it (seeds PAR-5). */
import { aotEngine } from "./aot_engine.ts";
import { checkRcEngine } from "./check_rc_engine.ts";
import type { Engine } from "./engine.ts";
import { vmEngine } from "./vm_engine.ts";

/** The default comes first. */
export const ENGINES: readonly Engine[] = [vmEngine, checkRcEngine, aotEngine];

/** Their names, as `--engine=` takes them. */
export const ENGINE_NAMES: readonly string[] = ENGINES.map((e) => e.name);

/** The names of those that trace reference counting. */
export const TRACING_ENGINE_NAMES: readonly string[] = ENGINES.filter((e) => e.tracesRc)
  .map((e) => e.name);

/** The engine called `name`, which must be one of `ENGINE_NAMES`. */
export function engineNamed(name: string): Engine {
  const found = ENGINES.find((e) => e.name === name);
  if (found === undefined) throw new RangeError(`no engine ${name}`);
  return found;
}
