/** The flags that select conditional code: what they change, and what is refused. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { ENGINE_NAMES } from "../src/driver/mod.ts";
import { Workspace } from "./support/cli.ts";

const PROGRAM = `
#cfg(feature: "ssl")
@secure () -> str = "ssl";
#cfg(not_feature: "ssl")
@secure () -> str = "plain";
#cfg(any_feature: ["a", "b"])
let $EXTRA = "extra";
#cfg(not_feature: "a", not_feature: "b")
let $EXTRA = "none";
#cfg(fast)
@speed () -> str = "fast";
#cfg(not_fast)
@speed () -> str = "slow";
#cfg(level: "high")
@level () -> str = "high";
#cfg(not_level: "high")
@level () -> str = "low";

@main () -> void = print(msg: \`{secure()} {$EXTRA} {speed()} {level()} {$debug} {$release}\`);

@test_mode tests @level () -> void = assert(condition: $debug);
`;
const WINDOWS = `
#target(os: "windows")
@name () -> str = no_such();
#target(not_os: "windows")
@name () -> str = "elsewhere";
@main () -> void = print(msg: \`{name()} {$target_os} {$target_arch} {$target_family}\`);
@test_name tests @name () -> void = assert_eq(actual: $target_os, expected: "macos");
`;
const OFF = `#!cfg(not_feature: "off")\n@main () -> void = ();\n`;
const FILES = { "main.ori": PROGRAM, "target.ori": WINDOWS, "off.ori": OFF };

const ROWS: readonly (readonly [flags: readonly string[], stdout: string])[] = [
  [[], "plain none slow low true false"],
  [["--release"], "plain none slow low false true"],
  [["--feature", "ssl", "--feature=b"], "ssl extra slow low true false"],
  [["--cfg=fast", "--cfg", "level=high"], "plain none fast high true false"],
  [["--cfg=level=low", "--feature=other"], "plain none slow low true false"],
];

for (const engine of ENGINE_NAMES) {
  Deno.test(`--feature, --cfg and --release select code: ${engine}`, async () => {
    await Workspace.with(FILES, async (w) => {
      for (const [flags, stdout] of ROWS) {
        const result = await w.ori(["run", `--engine=${engine}`, ...flags, "main.ori"]);
        assertEquals(result, { code: 0, stdout: `${stdout}\n`, stderr: "" }, flags.join(" "));
      }
    });
  });
}

Deno.test("build and test: each set of flags has a program of its own", async () => {
  await Workspace.with(FILES, async (w) => {
    for (const [flags, stdout] of [...ROWS, ...ROWS]) {
      assertEquals((await w.ori(["build", "main.ori", "-o", "app", ...flags])).code, 0);
      const run = await new Deno.Command(`${w.path}/app`).output();
      assertEquals(new TextDecoder().decode(run.stdout), `${stdout}\n`, flags.join(" "));
    }
    assertEquals((await w.ori(["test", "main.ori"])).stdout, "1 passed, 0 failed\n");
    assertEquals((await w.ori(["test", "--release", "main.ori"])).code, 1);
  });
});

Deno.test("--target: the engines that interpret take every target, native code is made for this machine", async () => {
  await Workspace.with(FILES, async (w) => {
    const apple = ["--target=arm64-apple-darwin"];
    for (const engine of ["vm", "check-rc"]) {
      const { stdout } = await w.ori(["run", `--engine=${engine}`, ...apple, "target.ori"]);
      assertEquals(stdout, "elsewhere macos aarch64 unix\n");
    }
    assertEquals((await w.ori(["test", ...apple, "target.ori"])).code, 0);
    assertEquals((await w.ori(["check", ...apple, "target.ori"])).code, 0);
    const windows = await w.ori(["check", "--target=windows-x86_64", "target.ori"]);
    assertEquals(windows.code, 1);
    assertStringIncludes(windows.stderr, "no_such");
    for (
      const args of [
        ["build", ...apple, "target.ori"],
        ["build", "--emit=llvm", ...apple, "target.ori"],
        ["run", "--engine=aot", ...apple, "target.ori"],
        ["test", "--engine=all", ...apple, "target.ori"],
      ]
    ) {
      const { code, stdout, stderr } = await w.ori(args);
      assertEquals([code, stdout], [2, ""], args.join(" "));
      assertStringIncludes(stderr, "error[E5004]: native code is made for ");
    }
  });
});

Deno.test("values that the flags do not take", async () => {
  await Workspace.with(FILES, async (w) => {
    const rows: [string, string][] = [
      ["--target=linus-x86_64", "did you mean `linux-x86_64`?"],
      ["--target=windows-riscv64", "--target does not know `windows-riscv64`"],
      ["--feature=my-feature", "--feature takes an identifier, not `my-feature`"],
      ["--feature=", "--feature needs a value"],
      ["--cfg=1", "--cfg takes a name or NAME=VALUE, not `1`"],
      ["--cfg=not_fast", "--cfg takes a name or NAME=VALUE, not `not_fast`"],
      ["--cfg=debug", "--cfg does not set `debug`: leave out --release"],
      ["--cfg=feature=ssl", "--cfg does not set `feature`: use --feature=NAME"],
    ];
    for (const [flag, message] of rows) {
      const { code, stdout, stderr } = await w.ori(["check", flag, "main.ori"]);
      assertEquals([code, stdout], [2, ""], flag);
      assertStringIncludes(stderr, message);
    }
    const twice = await w.ori(["check", "--cfg=a=1", "--cfg=a=2", "main.ori"]);
    assertStringIncludes(twice.stderr, "--cfg gives `a` two values");
    assertEquals((await w.ori(["build", "--emit=program", "main.ori"])).code, 0);
    const left = await w.ori(["run", "--feature=off", "off.ori"]);
    assertEquals(left.code, 1);
    assertStringIncludes(left.stderr, "code that this build leaves out");
    const compiled = await w.ori(["run", "--feature=ssl", "main.oric"]);
    assertStringIncludes(compiled.stderr, "main.oric is compiled already");
  });
});
