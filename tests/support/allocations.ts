/** Programs that change a value in a loop, and how many blocks they allocate. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { Workspace } from "./cli.ts";

/** What a round of the loop does to a value, and what makes the value. */
export interface Shape {
  readonly items?: string;
  readonly start: string;
  readonly round: string;
}

export function program({ items = "", start, round }: Shape): string {
  return `${items}
@main (args: [str]) -> void = {
    let v = ${start};
    for i in 0..args.len() * args.len() do ${round};
    print(msg: "done")
}
`;
}

/** How many blocks the program allocates with `count` arguments, on each engine. */
type Allocations = (count: number) => Promise<{ readonly vm: number; readonly aot: number }>;

export async function withProgram(shape: Shape, use: (allocations: Allocations) => Promise<void>) {
  await Workspace.with({ "main.ori": program(shape) }, async (w) => {
    const built = await w.ori(["build", "main.ori", "--release", "-o", "main"]);
    assertEquals(built, { code: 0, stdout: "", stderr: "" });
    const env = { ORI_TRACE_RC: "1" };
    await use(async (count) => {
      const args = new Array<string>(count).fill("x");
      const vm = await w.ori(["run", "main.ori", "--", ...args], { env });
      const aot = await w.run(join(w.path, "main"), args, { env });
      assertEquals([vm.code, aot.code], [0, 0], vm.stderr + aot.stderr);
      return { vm: allocated(vm.stderr), aot: allocated(aot.stderr) };
    });
  });
}

/** Also those of the arguments: one list, and strs too short for a block. A block that moves to grow counts again. */
function allocated(trace: string): number {
  return trace.split("\n").filter((line) => /^\[RC\] (alloc|resize)/.test(line)).length;
}

/** Counts what the native program `main` allocates, where its trace is too long to keep. */
export async function countAllocations(w: Workspace, args: readonly string[]): Promise<number> {
  const count = 'ORI_TRACE_RC=1 ./main "$@" 2>&1 >/dev/null | grep -cE "^.RC. (alloc|resize)"';
  const { code, stdout } = await w.run("sh", ["-c", count, "sh", ...args]);
  assertEquals(code, 0);
  return Number(stdout);
}
