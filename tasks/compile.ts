/**
 * Makes the single `ori` binary, with the runtime and std sources embedded. The modules of the compiler are bundled
 * into one first, which starts in two thirds of the time.
 *
 *     deno task compile [--base=auto|official|pinned] [--out=build/ori]
 *
 * The base executable `denort` comes from Deno's release host. Where that is out of reach it is cut from a published
 * `deno compile` program whose base has a known SHA-256: fit for development and CI. Compare it once with Deno's own
 * file before handing the result to users.
 */
import { parseArgs } from "@std/cli/parse-args";
import { dirname, extname, fromFileUrl, join, resolve } from "@std/path";
import { exists } from "./exists.ts";

/** A published program that carries the base of Deno 2.6.10, and the hash of that base. */
const DONOR = { package: "@mcp-stress/linux-x64@0.2.1", program: "package/bin/mcp-stress" };
const BASE_SHA256 = "1b136202dc147212ad0b129de0c10eb5f17060917c9754c7921cd68f764ad2e2";
/** The newest compiler on npm that writes the pinned base's payload format. */
const PINNED_DENO = "2.6.8";
/** Marks the 16 bytes that end a program made by `deno compile` up to 2.6.10. */
const TRAILER_MAGIC = 0x501e;
const OFFICIAL_TIMEOUT_MS = 90_000;
const PROBE_TIMEOUT_MS = 8_000;

/** Folders with files that `ori` reads at run time, and the extensions of those; the rest would count as modules. */
const EMBEDDED = ["runtime", "src/std"];
const EMBEDDED_EXTENSIONS = [".c", ".h", ".inc", ".S", ".ori", ".bin"];

/** Returns the base of a `deno compile` program: everything in `program` before the appended payload. */
export function cutBase(program: Uint8Array): Uint8Array {
  const size = program.length;
  const view = new DataView(program.buffer, program.byteOffset, size);
  if (size < 64 || view.getUint32(0) !== 0x7f454c46) {
    throw new Error("the donor is not an ELF file");
  }
  if (view.getUint32(size - 16, true) !== TRAILER_MAGIC) throw new Error("no appended payload");
  const cut = size - Number(view.getBigUint64(size - 8, true));
  const sectionHeadersEnd = Number(view.getBigUint64(40, true)) +
    view.getUint16(58, true) * view.getUint16(60, true);
  if (cut !== sectionHeadersEnd) throw new Error("the payload does not follow the ELF sections");
  return program.subarray(0, cut);
}

/** The lower-case hexadecimal SHA-256 of `bytes`. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `root`: the checkout; `tree`: the bundle and the embedded files, laid out as in the checkout. */
type Job = { readonly root: string; readonly tree: string; readonly out: string };

/**
 * Everything is compiled before it runs, so that all of it is in the code cache that Deno keeps from the first run that
 * takes a while; the young generation has room for a whole short compilation.
 */
const V8_FLAGS = "--no-lazy,--min-semi-space-size=32";

/** The bundle; it is placed in a folder of `src`, as its modules did, so that they find what they read. */
const BUNDLE = "src/std/ori.js";

/** The files to embed, relative to `root`, sorted. */
function embeddedFiles(root: string): string[] {
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of Deno.readDirSync(join(root, folder))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) walk(path);
      else if (EMBEDDED_EXTENSIONS.includes(extname(path))) files.push(path);
    }
  };
  EMBEDDED.filter((folder) => exists(join(root, folder))).forEach(walk);
  return files.sort();
}

/** Fills `job.tree`. */
async function layOut(job: Job): Promise<void> {
  for (const file of embeddedFiles(job.root)) {
    const to = join(job.tree, file);
    Deno.mkdirSync(dirname(to), { recursive: true });
    Deno.copyFileSync(join(job.root, file), to);
  }
  const args = ["bundle", "--quiet", "-o", join(job.tree, BUNDLE), "main.ts"];
  await run(Deno.execPath(), args, job.root);
}

function compileArgs(job: Job): string[] {
  const include = embeddedFiles(job.tree).flatMap((file) => ["--include", file]);
  const flags = ["--no-check", "-A", `--v8-flags=${V8_FLAGS}`];
  return ["compile", ...flags, ...include, "-o", job.out, BUNDLE];
}

/** Runs a command in `cwd`; throws with its output when it fails or takes longer than `timeoutMs`. */
async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  options: { readonly env?: Record<string, string>; readonly timeoutMs?: number } = {},
): Promise<string> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? 600_000);
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd,
    env: options.env ?? {},
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal,
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (success) return out!;
  const reason = signal.aborted ? "took too long" : err!.trim().split("\n").slice(-3).join("\n");
  throw new Error(`${command} ${args[0]}: ${reason}`);
}

/** Whether the release host answers; it may also hang, which counts as no after some seconds. */
async function officialBaseReachable(): Promise<boolean> {
  const url = `https://dl.deno.land/release/v${Deno.version.deno}/denort-${Deno.build.target}.zip`;
  try {
    const response = await fetch(url, {
      method: "HEAD",
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    return response.ok;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}

async function compileWithOfficialBase(job: Job): Promise<void> {
  if (!await officialBaseReachable()) throw new Error("the release host does not answer");
  await run(Deno.execPath(), compileArgs(job), job.tree, { timeoutMs: OFFICIAL_TIMEOUT_MS });
}

function cacheFolder(): string {
  const cache = Deno.env.get("XDG_CACHE_HOME");
  if (cache !== undefined && cache !== "") return join(cache, "ori");
  const home = Deno.env.get("HOME");
  if (home === undefined || home === "") throw new Error("neither XDG_CACHE_HOME nor HOME is set");
  return join(home, ".cache", "ori");
}

/** The path of the pinned base in the cache, fetched and checked first when it is not there. */
async function pinnedBase(): Promise<string> {
  if (Deno.build.target !== "x86_64-unknown-linux-gnu") {
    throw new Error(`there is no pinned base for ${Deno.build.target}`);
  }
  const path = join(cacheFolder(), "base", `denort-${BASE_SHA256}`);
  if (exists(path) && await sha256(Deno.readFileSync(path)) === BASE_SHA256) return path;
  const scratch = Deno.makeTempDirSync({ prefix: "ori-base-" });
  try {
    console.log(`compile: fetching ${DONOR.package}`);
    const packed = await run("npm", ["pack", "--silent", DONOR.package], scratch);
    await run("tar", ["xf", packed.trim(), DONOR.program], scratch);
    const base = cutBase(Deno.readFileSync(join(scratch, DONOR.program)));
    const hash = await sha256(base);
    if (hash !== BASE_SHA256) throw new Error(`the base has SHA-256 ${hash}, not ${BASE_SHA256}`);
    Deno.mkdirSync(dirname(path), { recursive: true });
    const partial = Deno.makeTempFileSync({ dir: dirname(path), prefix: "partial-" });
    Deno.writeFileSync(partial, base);
    Deno.chmodSync(partial, 0o755);
    Deno.renameSync(partial, path);
  } finally {
    Deno.removeSync(scratch, { recursive: true });
  }
  return path;
}

/** The path of the compiler that fits the pinned base, installed in the cache first when it is not there. */
async function pinnedDeno(): Promise<string> {
  const prefix = join(cacheFolder(), `deno-${PINNED_DENO}`);
  const program = join(prefix, "node_modules/.bin/deno");
  if (exists(program)) return program;
  Deno.mkdirSync(prefix, { recursive: true });
  const quiet = ["--silent", "--no-audit", "--no-fund"];
  await run("npm", ["install", ...quiet, "--prefix", prefix, `deno@${PINNED_DENO}`], prefix);
  return program;
}

async function compileWithPinnedBase(job: Job): Promise<void> {
  const env = { DENORT_BIN: await pinnedBase() };
  await run(await pinnedDeno(), compileArgs(job), job.tree, { env });
}

const BASES = {
  official: { text: "Deno's official base", compile: compileWithOfficialBase },
  pinned: { text: `the pinned base ${BASE_SHA256.slice(0, 12)}`, compile: compileWithPinnedBase },
} as const;

/** Compiles with the first base that works, in the order of `names`, and says which that was. */
async function compile(job: Job, names: readonly (keyof typeof BASES)[]): Promise<void> {
  Deno.mkdirSync(dirname(job.out), { recursive: true });
  await layOut(job);
  for (const name of names) {
    const base = BASES[name];
    try {
      await base.compile(job);
      const megabytes = (Deno.statSync(job.out).size / 1e6).toFixed(1);
      console.log(`compile: ${job.out}, ${megabytes} MB, on ${base.text}`);
      return;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      console.log(`compile: not on ${base.text}: ${error.message}`);
    }
  }
  throw new Error("no base worked");
}

if (import.meta.main) {
  const root = fromFileUrl(new URL("../", import.meta.url));
  const args = parseArgs(Deno.args, { string: ["base", "out", "root"] });
  const base = args.base ?? "auto";
  if (base !== "auto" && base !== "official" && base !== "pinned") {
    console.error(`compile: unknown base ${base}: use auto, official or pinned`);
    Deno.exit(2);
  }
  const job = {
    root: resolve(args.root ?? root),
    tree: Deno.makeTempDirSync({ prefix: "ori-compile-" }),
    out: resolve(args.out ?? join(root, "build/ori")),
  };
  try {
    await compile(job, base === "auto" ? ["official", "pinned"] : [base]);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(`compile: ${error.message}`);
    Deno.exitCode = 1;
  } finally {
    Deno.removeSync(job.tree, { recursive: true });
  }
}
