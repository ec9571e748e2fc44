/** A program that uses every standard stream, and what it does by its meaning, whichever engine runs it. */
import { ENGINE_NAMES } from "../../src/driver/mod.ts";
import type { HostResult, Streams } from "./host_streams.ts";

/** Writes to both streams by turns, reads all input, returns 7. */
export const MIXED = `use std.io { read_all };
@main () -> int = {
    print(msg: "out 1");
    eprint(msg: "err 1");
    print(msg: "out 2");
    let $text = read_all();
    print(msg: \`in {text.len()}\`);
    eprint(msg: "err 2");
    7
}
`;

/** What stdin holds when it is normal. */
export const INPUT = "text";

/** Every engine; `native` is the binary that was built before, in place of `aot`, which builds one for each run. */
export const ENGINES = ENGINE_NAMES.map((name) => name === "aot" ? "native" : name);

/** How `program` is run. */
export function commandOf(engine: string, program: string): readonly string[] {
  return engine === "native"
    ? [`./${program}`]
    : ["ori", "run", `--engine=${engine}`, `${program}.ori`];
}

/** What `MIXED` does with streams in these states. */
export function expectedOfMixed({ stdin, stdout, stderr }: Streams): HostResult {
  const [out, err]: string[][] = [[], []];
  const ends = (code: number) => ({ code, stdout: out.join(""), stderr: err.join("") });
  const isKept = (state: string, lines: string[], line: string) =>
    state === "normal" && lines.push(line);
  const failed = (report: string) => {
    isKept(stderr, err, report);
    return ends(stderr === "gone" ? 141 : 1);
  };
  if (stdout === "gone") return ends(141);
  if (stdout === "full") return failed("ori: cannot write to stdout: No space left on device\n");
  isKept(stdout, out, "out 1\n");
  if (stderr === "gone") return ends(141);
  isKept(stderr, err, "err 1\n");
  isKept(stdout, out, "out 2\n");
  if (stdin === "directory") return failed("ori: cannot read stdin: Is a directory\n");
  isKept(stdout, out, `in ${stdin === "normal" ? INPUT.length : 0}\n`);
  isKept(stderr, err, "err 2\n");
  return ends(7);
}
