/** What every command of `ori` is. */
import type { CompileOptions, FullHost } from "../driver/mod.ts";
import type { ParsedArgs } from "./args.ts";

/** Carries out a command and gives its exit code. */
export type Command = (args: ParsedArgs, host: FullHost) => Promise<number> | number;

/** Exit codes of `ori`; a program that is run gives its own. */
export const EXIT = {
  ok: 0,
  /** Compile errors, panics, failed tests. */
  failure: 1,
  /** Wrong usage; also leaks. */
  usage: 2,
  /** A bug in ori. */
  internal: 70,
} as const;

/** Options of compilation that come from the environment. */
export function compileOptions(host: FullHost): CompileOptions {
  return { verify: host.environment("ORI_VERIFY_ARC") === "1" };
}
