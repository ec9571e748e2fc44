/** ORI_BACKTRACE=1 in stripped native binaries: functions and places come from the program blob. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { Workspace } from "./support/cli.ts";

const PROGRAM =
  `@deep (xs: [int], n: int) -> int = if n == 0 then xs[7] else deep(xs: xs, n: n - 1) + 1;

@main (args: [str]) -> void = {
    let $xs = [1, 2, 3];
    let $fs = [n -> deep(xs: xs, n: n), n -> n + 1];
    print(msg: str(fs[args.len()](2)));
}
`;

const CAUGHT =
  `@fails (n: int) -> int = if n == 0 then panic(msg: "first") else 1 + fails(n: n - 1);

@second () -> int = panic(msg: "second");

@main () -> void = {
    let $a = catch(expr: fails(n: 5));
    print(msg: str(a.is_err()));
    print(msg: str(second()));
}
`;

const MESSAGE = "panic: index out of bounds: index 7 out of bounds for length 3 at main.ori:1:51\n";

for (const flags of [[], ["--release"]]) {
  Deno.test(`a backtrace names functions and places in a stripped binary ${flags}`, async () => {
    await Workspace.with({ "main.ori": PROGRAM, "caught.ori": CAUGHT }, async (w) => {
      const run = async (source: string, env: Record<string, string>) => {
        const built = await w.ori(["build", source, "-o", "app", ...flags]);
        assertEquals(built, { code: 0, stdout: "", stderr: "" });
        await w.tool("strip", "app");
        const result = await w.run(join(w.path, "app"), [], { env });
        assertEquals(result.code, 1);
        return result.stderr;
      };
      assertEquals(await run("main.ori", {}), MESSAGE);
      assertEquals(
        await run("main.ori", { ORI_BACKTRACE: "1" }),
        MESSAGE +
          "  in deep at main.ori:1:51\n" +
          "  in deep, declared at main.ori:1:2\n".repeat(2) +
          "  in main.lambda0, declared at main.ori:5:16\n" +
          "  in main, declared at main.ori:3:2\n",
      );
      // That of a panic that was caught is gone.
      const second = await run("caught.ori", { ORI_BACKTRACE: "1" });
      const [message, frame, ...rest] = second.trimEnd().split("\n");
      assertEquals(message, "panic: second at caught.ori:3:21");
      assert(/^ {2}in (second|main) at caught.ori:3:21$/.test(frame ?? ""), second);
      assert(rest.length <= 1, second);
    });
  });
}

const ENDLESS =
  `@down (n: int) -> int = if n == 0 then panic(msg: "bottom") else 1 + down(n: n - 1);

@main () -> void = print(msg: str(down(n: 1000)));
`;

Deno.test("a long backtrace is cut and says by how much", async () => {
  await Workspace.with({ "main.ori": ENDLESS }, async (w) => {
    await w.ori(["build", "main.ori", "-o", "app"]);
    const { stderr } = await w.run(join(w.path, "app"), [], { env: { ORI_BACKTRACE: "1" } });
    const lines = stderr.trimEnd().split("\n");
    assertEquals(lines.length, 66);
    assertEquals(lines[65], "  and 938 more");
  });
});
