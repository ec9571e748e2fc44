/**
 * Odd hosts: standard streams, output, HOME, TMPDIR and clang in random states. Whatever they are, every engine ends as the
 * program's meaning says, or says why it cannot; sources stay as they are, and nothing is left behind.
 */
import { join } from "@std/path";
import { contents, DENO_DIR } from "../support/cli.ts";
import { commandOf, ENGINES, expectedOfMixed, INPUT, MIXED } from "../support/host_model.ts";
import {
  type HostFolder,
  type HostResult,
  inState,
  STATES,
  type Streams,
  type Variables,
  withPrograms,
} from "../support/host_streams.ts";
import { createRandom, pick, type Random } from "../support/mutate.ts";
import type { Found } from "./programs.ts";
import type { SourceOptions } from "./sources.ts";

/** How often a part of the host is as it should be. */
const NORMAL = 0.6;

/** The states of all that is not a stream; the first of each is the normal one. */
const PLACES = {
  output: [
    "made",
    "missing/made",
    "folder",
    "mixed.ori",
    "part.ori",
    "link",
    "foreign",
    "/dev/full",
  ],
  // Deno, which runs ori here, does not start where HOME is a file.
  home: ["normal", "unset", "", "relative", "/proc"],
  temporary: ["normal", "unset", "", "here", "missing", "mixed.ori", "/proc"],
  clang: ["normal", "missing", "silent", "nonsense", "killed", "folder"],
} as const;

type Places = { readonly [K in keyof typeof PLACES]: (typeof PLACES)[K][number] };

/** One host. */
export interface HostCell {
  readonly streams: Streams;
  readonly places: Places;
}

/** Scripts in place of clang. */
const CLANGS = {
  silent: "exit 0",
  nonsense: "printf '\\033[2J\\000\\377\\n' >&2; exit 3",
  killed: "kill -KILL $$",
};

const PART = "pub @seven () -> int = 7;\n";

/** Tries one host a seed. */
export async function* fuzzHosts({ seed, goesOn }: SourceOptions): AsyncGenerator<Found, number> {
  const files = {
    "mixed.ori": MIXED.replace("\n", '\nuse "./part" { seven };\n').replace(
      "    7\n",
      "    seven()\n",
    ),
    "part.ori": PART,
    "foreign": "not made by ori\n",
    ...Object.fromEntries(
      Object.entries(CLANGS).map(([name, script]) => [`${name}.sh`, `#!/bin/sh\n${script}\n`]),
    ),
  };
  const found: Found[] = [];
  let count = 0;
  await withPrograms(files, async (host) => {
    await host.build("mixed");
    for (const name of Object.keys(CLANGS)) Deno.chmodSync(join(host.path, `${name}.sh`), 0o755);
    for (const name of ["folder", "here"]) Deno.mkdirSync(join(host.path, name));
    Deno.symlinkSync("mixed.ori", join(host.path, "link"));
    while (goesOn(count)) {
      const at = seed + count++;
      const cell = hostOf(createRandom(at));
      const faults = await faultsOn(host, cell);
      if (faults.length === 0) continue;
      const text = `${JSON.stringify(cell)}\n${faults.join("\n")}\n`;
      found.push({ seed: at, fault: { kind: "host", text }, text });
    }
  });
  yield* found;
  return count;
}

/** A random host. */
export function hostOf(random: Random): HostCell {
  const state = <S>([normal, ...others]: readonly [S, ...S[]]): S =>
    random() < NORMAL ? normal : pick(random, others);
  return {
    streams: {
      stdin: state(STATES.stdin),
      stdout: state(STATES.stdout),
      stderr: state(STATES.stderr),
    },
    places: {
      output: state(PLACES.output),
      home: state(PLACES.home),
      temporary: state(PLACES.temporary),
      clang: state(PLACES.clang),
    },
  };
}

/** What is wrong on a host, in words. */
async function faultsOn(host: HostFolder, cell: HostCell): Promise<readonly string[]> {
  const faults: string[] = [];
  const before = await sourcesOf(host);
  const run = async (name: string, command: readonly string[], streams: Streams) => {
    const result = await inState(host, command, streams, INPUT, variablesOf(host, cell.places));
    const said = result.stdout + result.stderr;
    if (/E9001|internal error|\n {4}at /.test(said) || result.code === 70) {
      faults.push(`${name}: ${JSON.stringify(result)}`);
    }
    return result;
  };
  const expected = expectedOfMixed(cell.streams);
  for (const engine of ENGINES) {
    const result = await run(engine, commandOf(engine, "mixed"), cell.streams);
    expect(faults, engine, result, expected);
  }
  const aot = await run("aot", ["ori", "run", "--engine=aot", "mixed.ori"], cell.streams);
  if (buildsOn(cell.places, true)) expect(faults, "aot", aot, expected);
  else expectFailure(faults, "aot", aot, cell.streams);
  const built = await run("build", ["ori", "build", "-o", cell.places.output, "mixed.ori"], {
    ...cell.streams,
    stdout: "normal",
  });
  if (buildsOn(cell.places, false) && cell.places.output === "made") {
    expect(faults, "build", built, { code: 0, stdout: "", stderr: "" });
    Deno.removeSync(join(host.path, "made"));
  } else expectFailure(faults, "build", built, cell.streams);
  const after = await sourcesOf(host);
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    faults.push(`files changed: ${JSON.stringify(before)} ${JSON.stringify(after)}`);
  }
  return faults;
}

function expect(faults: string[], name: string, result: HostResult, expected: HostResult): void {
  const [is, should] = [JSON.stringify(result), JSON.stringify(expected)];
  if (is !== should) faults.push(`${name}: ${is} instead of ${should}`);
}

/** A command that cannot do its work ends with 1 or 2 and says why, where it can be said. */
function expectFailure(
  faults: string[],
  name: string,
  { code, stdout, stderr }: HostResult,
  streams: Streams,
): void {
  const isCode = streams.stderr === "gone" ? code === 141 : code === 1 || code === 2;
  const isSaid = streams.stderr !== "normal" || /error\[E\d+\]|^ori: /m.test(stderr);
  if (!isCode || !isSaid || stdout !== "") {
    faults.push(`${name}: ${JSON.stringify({ code, stdout, stderr })} instead of a failure`);
  }
}

/** Whether native code can be built; a run needs a folder for temporary files, a build has them beside its output. */
function buildsOn({ home, temporary, clang }: Places, needsTemporary: boolean): boolean {
  const isTemporary = ["normal", "unset", "", "here"].includes(temporary);
  return home === "normal" && clang === "normal" && (isTemporary || !needsTemporary);
}

function variablesOf(host: HostFolder, { home, temporary, clang }: Places): Variables {
  const folder = Deno.env.get("HOME");
  return {
    DENO_DIR,
    XDG_CACHE_HOME: home === "normal" ? Deno.env.get("XDG_CACHE_HOME") : undefined,
    HOME: home === "normal" ? folder : home === "unset" ? undefined : home,
    TMPDIR: temporary === "normal" ? host.temporary : temporary === "unset" ? undefined : temporary,
    ORI_CLANG: clang === "normal"
      ? undefined
      : join(host.path, clang in CLANGS ? `${clang}.sh` : clang),
  };
}

/** All that must not change: every file of the folder but those of the harness, and the folder for temporary files. */
async function sourcesOf(host: HostFolder): Promise<Readonly<Record<string, string>>> {
  const all = Object.entries(await contents(host.path));
  const kept = all.filter(([path]) => !path.startsWith("cell") && path !== "mixed");
  return Object.fromEntries(kept.sort(([a], [b]) => a < b ? -1 : 1));
}
