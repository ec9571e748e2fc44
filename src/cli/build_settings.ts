/** The flags that select conditional code: `--target`, `--feature`, `--cfg`, `--release`. */
import {
  type BuildSettings,
  isFlagName,
  machineSettings,
  parseTarget,
  targetName,
  targetNames,
} from "../driver/mod.ts";
import { type Diagnostic, suggest } from "../diagnostics/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";

/** The settings that the flags of a command ask for; throws `UsageError`. */
export function buildSettings(args: ParsedArgs): BuildSettings {
  const machine = machineSettings();
  const target = args.value("target");
  return {
    target: target === undefined ? machine.target : targetOf(target),
    isRelease: args.flag("release"),
    features: new Set(args.values("feature").map(featureOf)),
    ...(args.flag("no-default-features") ? { withoutDefaults: true } : {}),
    flags: flagsOf(args.values("cfg")),
  };
}

/** Why native code is not made with these settings: it is made for this machine only. */
export function refuseOtherMachine({ target }: BuildSettings): Diagnostic | undefined {
  const name = targetName(target);
  const machine = targetName(machineSettings().target);
  if (name === machine) return undefined;
  return {
    code: "E5004",
    message: `native code is made for ${machine} only, not for ${name}`,
    help: "`ori check` and the engines vm and check-rc take every target",
  };
}

/** Refuses the flags where a program is compiled already. */
export function refuseSettings(args: ParsedArgs, file: string): void {
  const isGiven = (name: string) => args.value(name) !== undefined || args.values(name).length > 0;
  const flag = ["target", "feature", "cfg"].find(isGiven);
  if (flag === undefined) return;
  throw new UsageError(`--${flag} selects code of a source, and ${file} is compiled already`);
}

function targetOf(text: string) {
  const target = parseTarget(text);
  if (target !== undefined) return target;
  const near = suggest(text, targetNames());
  const hint = near === undefined ? "" : `; did you mean \`${near}\`?`;
  throw new UsageError(
    `--target does not know \`${text}\`: it takes ${targetNames().join(", ")}, or a triple${hint}`,
  );
}

function featureOf(name: string): string {
  if (isFlagName(name)) return name;
  throw new UsageError(`--feature takes an identifier, not \`${name}\``);
}

/** What `#cfg` knows without `--cfg`, and the flag that decides it. */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ["debug", "leave out --release"],
  ["release", "use --release"],
  ["feature", "use --feature=NAME"],
]);

function flagsOf(texts: readonly string[]): BuildSettings["flags"] {
  const flags = new Map<string, string | undefined>();
  for (const text of texts) {
    const [, name = "", value] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    const other = BUILT_IN.get(name);
    if (other !== undefined) throw new UsageError(`--cfg does not set \`${name}\`: ${other}`);
    if (!isFlagName(name) || /^(not|any)_/.test(name)) {
      throw new UsageError(`--cfg takes a name or NAME=VALUE, not \`${text}\``);
    }
    if (flags.has(name) && flags.get(name) !== value) {
      throw new UsageError(`--cfg gives \`${name}\` two values`);
    }
    flags.set(name, value);
  }
  return flags;
}
