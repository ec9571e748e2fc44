import { normalizeLineEnds } from "../base/mod.ts";

/**
 * A program of `tests/programs` says itself what it does, in comments at its end:
 *
 *     // --- args: 3 four
 *     // --- stdin
 *     // text that it reads
 *     // --- stdout
 *     // hello
 *     // --- stderr
 *     // panic: index out of bounds at FILE:3:5
 *     // --- exit: 1
 *
 * Each line of a stream follows `// ` (`//` alone is an empty line) and ends with a line break.
 * `FILE` stands for the program's path. What is not stated is empty, and the exit code 0.
 *
 *     // --- gap: aot: why this engine cannot run it
 *
 * records that an engine does not do this yet (seeds PAR-1).
 */
export interface ProgramCase {
  /** As the compiler is given it, relative to the checkout. */
  readonly path: string;
  readonly args: readonly string[];
  readonly stdin: string;
  readonly expected: ProgramResult;
  /** Why an engine cannot run it, by the name of the engine; absent when all can. */
  readonly gaps?: ReadonlyMap<string, string>;
}

export interface ProgramResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

type Stream = "stdin" | "stdout" | "stderr";

/** A program that does not say what it does. */
export class MissingExpectation extends Error {
  override readonly name = "MissingExpectation";
}

/** Reads the expectations out of `source`; throws `MissingExpectation` for a program without any. */
export function parseProgramCase(path: string, source: string): ProgramCase {
  const streams: Record<Stream, string> = { stdin: "", stdout: "", stderr: "" };
  let args: string[] = [];
  const gaps = new Map<string, string>();
  let exitCode = 0;
  let stream: Stream | undefined;
  let isStated = false;
  for (const line of normalizeLineEnds(source).split("\n")) {
    const heading = /^\/\/ --- (stdin|stdout|stderr|args|exit|gap)(?:: ?(.*))?$/.exec(line);
    if (heading !== null) {
      const [, what, rest = ""] = heading;
      stream = what === "stdin" || what === "stdout" || what === "stderr" ? what : undefined;
      if (what === "args") args = rest.split(" ").filter((arg) => arg !== "");
      if (what === "exit") exitCode = Number(rest);
      if (what === "gap") addGap(gaps, rest, path);
      isStated = true;
    } else if (stream !== undefined && line.startsWith("//")) {
      streams[stream] += line.replace(/^\/\/ ?/, "") + "\n";
    } else {
      stream = undefined;
    }
  }
  if (!isStated) throw new MissingExpectation(`${path} does not say what it prints`);
  const expected = {
    stdout: streams.stdout,
    stderr: streams.stderr.replaceAll("FILE", path),
    exitCode,
  };
  return { path, args, stdin: streams.stdin, expected, ...(gaps.size > 0 ? { gaps } : {}) };
}

function addGap(gaps: Map<string, string>, text: string, path: string): void {
  const [, engine, reason] = /^([\w-]+): (.+)$/.exec(text) ?? [];
  if (engine === undefined || reason === undefined) {
    throw new Error(`${path}: a gap names an engine and its reason: \`gap: aot: why\``);
  }
  gaps.set(engine, reason);
}
