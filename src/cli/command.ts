/** The type that every command of `ori` has, and what commands share. */
import { type CompileOptions, type FullHost, type Hub, STDIN_PATH } from "../driver/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import type { Format } from "./output.ts";

/** Carries out a command and gives its exit code. `hub` is there if the command has the flags for it and something asks for it. */
export type Command = (args: ParsedArgs, host: FullHost, hub?: Hub) => Promise<number> | number;

export { EXIT } from "./exit.ts";

/** The path of the source that an operand names: `-` is stdin, whose imports start in the working directory. */
export function sourcePath(operand: string): string {
  return operand === "-" ? STDIN_PATH : operand;
}

/** How a command prints diagnostics: as `--format` or `--json` says. */
export function formatOf(args: ParsedArgs): Format {
  return args.value("format") === "json" || args.flag("json") ? "json" : "text";
}

/** Options of compilation that come from the environment. */
export function compileOptions(host: FullHost): CompileOptions {
  return { verify: host.environment("ORI_VERIFY_ARC") === "1" };
}

/** The engine that `--engine` or `--check-rc` asks for. */
export function engineName(args: ParsedArgs): string {
  const named = args.value("engine");
  if (!args.flag("check-rc")) return named ?? "vm";
  if (named !== undefined && named !== "check-rc") {
    throw new UsageError(
      `--check-rc is an engine of its own: it does not go with --engine=${named}`,
    );
  }
  return "check-rc";
}
