/** `ori build FILE`. */
import {
  buildNinja,
  type Checked,
  checkFiles,
  checkOutput,
  compileMain,
  type EmitKind,
  emitStage,
  type FullHost,
  isEmitKind,
  makeBlob,
  markStage,
  NINJA_MARK,
} from "../driver/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import { buildSettings, refuseOtherMachine } from "./build_settings.ts";
import { type Command, compileOptions, EXIT, formatOf } from "./command.ts";
import { buildProgram, isFile, report } from "./build_program.ts";
import { fail, printText } from "./output.ts";
import { programOf } from "./package.ts";
import { policyOf } from "./policy.ts";
import { saveFile } from "./save_file.ts";
import { watchProgram } from "./watch.ts";

export const buildCommand: Command = async (args, host, hub) => {
  const [operand, ...more] = args.operands;
  if (more.length > 0) throw new UsageError("`ori build` takes one file");
  const { file, name } = programOf(host, "build", operand);
  const settings = buildSettings(args);
  const otherMachine = refuseOtherMachine(settings);
  if (otherMachine !== undefined) return fail(otherMachine, formatOf(args), EXIT.usage);
  const emit = args.value("emit");
  if (args.flag("watch")) {
    if (emit !== undefined) throw new UsageError("--watch does not go with --emit");
    return await watchProgram(file, outputPath(args, file, name), args, host, hub);
  }
  if (emit === undefined) {
    return await buildProgram(file, outputPath(args, file, name), args, host, { hub });
  }
  if (emit !== "ninja" && policyOf(args) !== undefined) {
    throw new UsageError(`only executables hold to a sandbox, --emit=${emit} makes none`);
  }
  const checked = checkFiles([file], host, hub, settings);
  if (checked.entries.length === 0) return report(checked, args);
  const output = outputPath(args, file, name);
  if (emit === "ninja") return await buildFolder(checked, output, args, host);
  const refusal = checkOutput(host, output, checked, { force: args.flag("force") });
  if (refusal !== undefined) return fail(refusal, formatOf(args), EXIT.usage);
  return isEmitKind(emit)
    ? buildStage(checked, emit, output, args, host)
    : buildBytecode(checked, output, args, host);
};

function buildStage(
  checked: Checked,
  kind: EmitKind,
  output: string,
  args: ParsedArgs,
  host: FullHost,
): number {
  const options = { release: args.flag("release"), ...compileOptions(host) };
  const text = emitStage(checked, kind, options);
  if (text === undefined) return report(checked, args);
  if (output === STDOUT) {
    const code = report(checked, args, undefined, true);
    printText(text);
    return code;
  }
  const written = isFile(host, output) ? markStage(text, kind) : text;
  return report(checked, args, saveFile(host, output, new TextEncoder().encode(written)));
}

/** Writes the folder of a Ninja build. One that is there must be empty or of ori. */
async function buildFolder(
  checked: Checked,
  folder: string,
  args: ParsedArgs,
  host: FullHost,
): Promise<number> {
  const program = compileMain(checked, compileOptions(host));
  if (program === undefined) return report(checked, args);
  const isForeign = host.listDirectory(folder).length > 0 && !isNinjaFolder(host, folder);
  if (isForeign && !args.flag("force")) {
    const message = `\`${folder}\` exists and was not made by ori`;
    const help = "give another one with `-o`, or use it with `--force`";
    return report(checked, args, { code: "E5008", message, help });
  }
  const unmade = host.makeDirectory(folder);
  if (unmade !== undefined) {
    const message = `cannot write \`${folder}\`: ${unmade.message}`;
    return report(checked, args, { code: "E5005", message });
  }
  const failure = await buildNinja(program, host, folder, {
    release: args.flag("release"),
    sanitize: args.flag("sanitize"),
    isTestHarness: false,
    isBench: args.flag("bench"),
    policy: policyOf(args),
  });
  return report(checked, args, failure);
}

function isNinjaFolder(host: FullHost, folder: string): boolean {
  const read = host.readText(`${folder}/build.ninja`);
  return read.kind === "text" && read.text.startsWith(NINJA_MARK);
}

function buildBytecode(
  checked: Checked,
  output: string,
  args: ParsedArgs,
  host: FullHost,
): number {
  const program = compileMain(checked, compileOptions(host));
  if (program === undefined) return report(checked, args);
  return report(checked, args, saveFile(host, output, makeBlob(program)));
}

const STDOUT = "/dev/stdout";

/** Where the result goes: as `-o` says, else to stdout for a stage, else to a file named for the source or package. */
function outputPath(args: ParsedArgs, file: string, packageName: string | undefined): string {
  const given = args.value("output");
  if (given !== undefined) return given === "-" ? STDOUT : given;
  const emit = args.value("emit");
  if (emit !== undefined && isEmitKind(emit)) return STDOUT;
  const name = packageName === undefined ? file.split("/").at(-1) ?? file : `${packageName}.ori`;
  const stem = name.replace(/\.ori$/, "");
  if (stem === "") {
    throw new UsageError(`no name of an output follows from \`${file}\`: give one with \`-o\``);
  }
  if (emit === "program") return `${stem}.oric`;
  if (emit === "ninja") return `${stem}.ninja`;
  return stem === name ? `${stem}.out` : stem;
}
