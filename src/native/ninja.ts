/** A build as a folder that Ninja, and what else reads its files, carries out: the units as LLVM text, the runtime, `build.ninja`. */
import type { FullHost } from "../base/mod.ts";
import { type CodeKind, compileArgs, linkArgs, runtimeArgs, runtimeKind } from "./clang_args.ts";
import { type NativeFailure, unwritable } from "./failure.ts";
import { prepareRuntime } from "./prepare_runtime.ts";
import { findToolchain } from "./toolchain.ts";

export interface NinjaRequest extends CodeKind {
  /** The modules of the program; a single one is compiled and linked in one step, as `ori build` does. */
  readonly units: readonly { readonly name: string; readonly ir: string }[];
  /** The folder to write, which exists. */
  readonly folder: string;
}

/** The first line of what ori writes. */
export const NINJA_MARK = "# Written by `ori build --emit=ninja`.";

const OBJECT = "ori_rt.o";
const BITCODE = "ori_rt.bc";

/** Writes the folder; `ninja -C FOLDER` makes `program` there, with the bytes that `ori build` makes. */
export async function writeNinja(
  host: FullHost,
  request: NinjaRequest,
): Promise<NativeFailure | undefined> {
  const toolchain = await findToolchain(host);
  if ("code" in toolchain) return toolchain;
  const runtime = await prepareRuntime(host, toolchain, runtimeKind(request));
  if ("code" in runtime) return runtime;
  const { folder, units } = request;
  const files = new Map<string, Uint8Array | undefined>([
    [OBJECT, host.readBytes(runtime.object)],
    [BITCODE, host.readBytes(runtime.bitcode)],
    ...units.map(({ ir }, i): [string, Uint8Array] => [`${i}.ll`, new TextEncoder().encode(ir)]),
  ]);
  const here = { object: OBJECT, bitcode: BITCODE, key: runtime.key };
  const compile = compileArgs(request, here);
  const link = linkArgs(toolchain, request);
  const last = [...runtimeArgs(here), "-o", "$out"];
  const command = (args: readonly string[], rest = "") =>
    `  command = ${[toolchain.clang, ...args].map(shellWord).join(" ")}${rest}`;
  const rules = units.length === 1
    ? [
      "rule program",
      command([...compile, ...link, "-x", "ir", "-", "-x", "none", ...last], " < $in"),
      "  description = $name",
      `build program: program 0.ll | ${OBJECT} ${BITCODE}`,
      "  name = program",
    ]
    : [
      "rule compile",
      command([...compile, "-ffunction-sections", "-c", "$in", "-o", "$out"]),
      "  description = $name",
      "rule link",
      command([...link, "$in", ...last]),
      "  description = program",
      ...units.flatMap(({ name }, i) => [
        `build ${i}.o: compile ${i}.ll | ${BITCODE}`,
        `  name = ${name.replaceAll("$", "$$$$")}`,
      ]),
      `build program: link ${units.map((_, i) => `${i}.o`).join(" ")} | ${OBJECT}`,
    ];
  const text = [NINJA_MARK, "ninja_required_version = 1.3", ...rules, "default program", ""];
  files.set("build.ninja", new TextEncoder().encode(text.join("\n")));
  for (const [name, bytes] of files) {
    if (bytes === undefined) return unwritable(`${folder}/${name}`, "the runtime is gone");
    const failure = host.writeFile(`${folder}/${name}`, bytes);
    if (failure !== undefined) return unwritable(failure.path, failure.message);
  }
  return undefined;
}

/** A word of a command, for Ninja and the shell; `$in` and `$out` are Ninja's. */
function shellWord(word: string): string {
  if (word === "$in" || word === "$out" || /^[A-Za-z0-9_./=,+:@%-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`).replaceAll("$", "$$$$")}'`;
}
