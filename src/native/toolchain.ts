/** Finding clang and its linker. */
import { type FileFacts, type FullHost, replaceFile } from "../base/mod.ts";
import { cacheFolder, contentKey } from "./cache.ts";
import { describeEnd, firstLines, type NativeFailure } from "./failure.ts";

/** Textual IR with opaque pointers needs 15; we test 16 and later. */
const LEAST_MAJOR = 16;

/** Names to look for, the newest first; plain `clang` may be any version. */
const CLANG_NAMES = [
  "clang-22",
  "clang-21",
  "clang-20",
  "clang-19",
  "clang-18",
  "clang-17",
  "clang-16",
  "clang",
];

const INSTALL_HELP = "install one with `apt-get install clang-19 lld-19`, or name one in ORI_CLANG";

/** A clang that can build our programs. */
export interface Toolchain {
  /** Path of the executable. */
  readonly clang: string;
  /** As it says: `19.1.4`. */
  readonly version: string;
  readonly major: number;
  /** Path of an lld of this version; without one the system's linker is used. */
  readonly lld: string | undefined;
  /** Differs whenever the executable differs. */
  readonly key: string;
  /** What it says of its version and target: equal on machines where it makes equal objects. */
  readonly identity: string;
}

/** A program file with the facts that show a change. */
interface Candidate {
  readonly path: string;
  readonly facts: FileFacts;
}

/**
 * The newest usable clang: the one that ORI_CLANG names, else from PATH. Asked once per host; across runs the version
 * is kept in the cache, as asking takes 30 ms.
 */
export function findToolchain(host: FullHost): Promise<Toolchain | NativeFailure> {
  return host.shared.keep("toolchain", () => searchToolchain(host));
}

async function searchToolchain(host: FullHost): Promise<Toolchain | NativeFailure> {
  const cache = cacheFolder(host);
  if (typeof cache !== "string") return cache;
  const rejected = [...missingChoice(host)];
  for (const candidate of candidates(host)) {
    const version = await clangVersion(host, candidate, cache);
    if ("reason" in version) {
      rejected.push(`${candidate.path}: ${version.reason}`);
      continue;
    }
    const [, number = ""] = VERSION.exec(version.text) ?? [];
    const major = Number.parseInt(number);
    if (major < LEAST_MAJOR) {
      rejected.push(`${candidate.path} is version ${number}, which is too old`);
      continue;
    }
    const lld = findLld(host, candidate.path, major);
    const key = candidateKey(candidate);
    return { clang: candidate.path, version: number, major, lld, key, identity: version.text };
  }
  const message = `no clang ${LEAST_MAJOR} or newer found`;
  return { code: "E5002", message, notes: rejected, help: INSTALL_HELP };
}

/** Says that ORI_CLANG names nothing that can be run. */
function missingChoice(host: FullHost): readonly string[] {
  const path = chosenClang(host);
  if (path === undefined || host.fileFacts(path)?.isRegular) return [];
  return [`ORI_CLANG names \`${path}\`, which is no file`];
}

/** The clang that ORI_CLANG names, if it is set. */
function chosenClang(host: FullHost): string | undefined {
  const chosen = host.environment("ORI_CLANG") ?? "";
  if (chosen === "") return undefined;
  return chosen.includes("/") ? chosen : findOnPath(host, chosen) ?? chosen;
}

function* candidates(host: FullHost): Generator<Candidate> {
  const chosen = chosenClang(host);
  if (chosen !== undefined) {
    const facts = host.fileFacts(chosen);
    if (facts?.isRegular) yield { path: chosen, facts };
    return;
  }
  for (const name of CLANG_NAMES) {
    const path = findOnPath(host, name);
    const facts = path === undefined ? undefined : host.fileFacts(path);
    if (path !== undefined && facts !== undefined) yield { path, facts };
  }
}

function findOnPath(host: FullHost, name: string): string | undefined {
  for (const folder of (host.environment("PATH") ?? "").split(":")) {
    const path = `${folder === "" ? "." : folder}/${name}`;
    if (host.fileFacts(path)?.isRegular) return path;
  }
  return undefined;
}

function candidateKey({ path, facts }: Candidate): string {
  return `${path} ${facts.size} ${facts.changedMs}`;
}

const VERSION = /\bclang version (\d+\.\d+\.\d+)/;

/** Version and target on lines that are whole. */
const NOTE = /^[^\n]*\bclang version \d+\.\d+\.\d+[^\n]*\n(?:Target: [^\n]+\n)?$/;

type Version = { readonly text: string } | { readonly reason: string };

/** Returns the lines in which clang says its version and target, from the cache if this very file was asked before. */
async function clangVersion(
  host: FullHost,
  candidate: Candidate,
  cache: string,
): Promise<Version> {
  const note = `${cache}/clang-${await contentKey(["2", candidateKey(candidate)])}`;
  const known = host.readText(note);
  if (known.kind === "text" && NOTE.test(known.text)) return { text: known.text };
  const result = await host.runProcess(candidate.path, ["--version"]);
  if (result.kind === "not started") return { reason: result.message };
  const said = new TextDecoder().decode(result.stdout);
  if (result.code !== 0 || result.signal !== undefined) {
    const words = firstLines(result.stderr).join(" ");
    return { reason: words === "" ? describeEnd("`--version`", result) : words };
  }
  if (!VERSION.test(said)) {
    const words = firstLines(result.stdout).join(" ");
    return { reason: words === "" ? "`--version` says nothing" : `is no clang: ${words}` };
  }
  // Without the note the next run asks again.
  const lines = said.split("\n").filter((line) =>
    VERSION.test(line) || line.startsWith("Target: ")
  );
  const text = lines.map((line) => `${line}\n`).join("");
  replaceFile(host, note, new TextEncoder().encode(text));
  return { text };
}

/** An lld that fits: named for the version on PATH, beside clang, in Debian's folder, or plain `ld.lld` on PATH. */
function findLld(host: FullHost, clang: string, major: number): string | undefined {
  const named = findOnPath(host, `ld.lld-${major}`);
  if (named !== undefined) return named;
  const beside = `${clang.slice(0, clang.lastIndexOf("/"))}/ld.lld`;
  const places = [beside, `/usr/lib/llvm-${major}/bin/ld.lld`];
  return places.find((path) => host.fileFacts(path)?.isRegular) ?? findOnPath(host, "ld.lld");
}
