/** Compiles LLVM text with clang and the C runtime, and runs it. Any clang warning is an error. */
import { join } from "@std/path";

export interface NativeRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BuildOptions {
  readonly level: "-O0" | "-O2";
  readonly sanitizes?: boolean;
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const ROOT = new URL("../../", import.meta.url).pathname;
const runtimes = new Map<string, Promise<string>>();
let directory: string | undefined;

function workDirectory(): string {
  return directory ??= Deno.makeTempDirSync({ prefix: "ori_llvm_" });
}

async function clang(args: readonly string[]): Promise<void> {
  const command = new Deno.Command("clang-19", {
    args: [...args],
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stderr } = await command.output();
  const text = new TextDecoder().decode(stderr);
  if (code !== 0 || text !== "") throw new Error(`clang ${args.join(" ")}\n${text}`);
}

function runtimeObject(sanitizes: boolean): Promise<string> {
  const key = sanitizes ? "asan" : "plain";
  const known = runtimes.get(key);
  if (known !== undefined) return known;
  const object = join(workDirectory(), `runtime_${key}.o`);
  const flags = sanitizes ? ["-fsanitize=address"] : [];
  const source = join(ROOT, "runtime/ori_rt.c");
  const include = `-I${join(ROOT, "runtime/include")}`;
  const made = clang([
    "-std=c17",
    "-O1",
    "-g",
    "-fexceptions",
    ...flags,
    include,
    "-c",
    source,
    "-o",
    object,
  ])
    .then(() => object);
  runtimes.set(key, made);
  return made;
}

let count = 0;

/** Builds `ir` at a level; gives the path of the binary. */
export async function buildNative(ir: string, options: BuildOptions): Promise<string> {
  const base = join(workDirectory(), `program${count++}`);
  const object = await runtimeObject(options.sanitizes ?? false);
  await Deno.writeTextFile(`${base}.ll`, ir);
  const flags = options.sanitizes ? ["-fsanitize=address"] : [];
  await clang([
    "-Wno-override-module",
    options.level,
    ...flags,
    "-x",
    "ir",
    `${base}.ll`,
    "-x",
    "none",
    object,
    "-lm",
    "-lpthread",
    "-o",
    base,
  ]);
  return base;
}

/** Runs a binary under the leak check. */
export async function runBuilt(binary: string, options: RunOptions): Promise<NativeRun> {
  const command = new Deno.Command(binary, {
    args: [...options.args ?? []],
    env: { ORI_CHECK_LEAKS: "1", ASAN_OPTIONS: "detect_leaks=0", ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** Builds and runs. */
export async function runNative(
  ir: string,
  options: BuildOptions & RunOptions,
): Promise<NativeRun> {
  return await runBuilt(await buildNative(ir, options), options);
}
