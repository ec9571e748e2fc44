/** The command line: exit codes, streams, what happens to files. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { ENGINE_NAMES } from "../src/driver/mod.ts";
import { Workspace } from "./support/cli.ts";

const HELLO = `@main () -> void = print(msg: "hello");\n`;
const BROKEN = `@main () -> void = print(msg: 1);\n`;
const PANICS = `@main () -> void = panic(msg: "no");\n`;
const ECHO = `@main (args: [str]) -> int = {
    for arg in args do print(msg: arg);
    args.len()
}
`;
const TESTS = `@double (n: int) -> int = n * 2;

@test_good tests @double () -> void = assert_eq(actual: double(2), expected: 4);

@test_bad tests @double () -> void = assert_eq(actual: double(2), expected: 5);

#skip("later")
@test_skipped tests @double () -> void = assert(condition: false);

#fail("no such")
@test_panics tests _ () -> void = panic(msg: "no such thing");

#compile_fail("type mismatch")
@test_wrong tests _ () -> void = { let x: int = "text"; };
`;

Deno.test("a flag without a value is refused one, long or short", async () => {
  await Workspace.with({ "hello.ori": HELLO }, async (w) => {
    for (const flag of ["--force=1", "--force=false", "--release="]) {
      const { code, stderr } = await w.ori(["build", flag, "hello.ori"]);
      assertEquals(code, 2, flag);
      assertStringIncludes(stderr, `${flag.replace(/=.*/, "")} takes no value`);
    }
    assertEquals((await w.ori(["run", "hello.ori", "--", "--force=1"])).code, 0);
  });
});

Deno.test("a folder without sources fails check and test, in words and in JSON", async () => {
  await Workspace.with({ "hello.ori": HELLO }, async (w) => {
    Deno.mkdirSync(join(w.path, "empty"));
    Deno.writeTextFileSync(join(w.path, "empty", "notes.txt"), "none");
    for (const command of ["check", "test"]) {
      const { code, stdout, stderr } = await w.ori([command, "empty"]);
      assertEquals({ code, stdout }, { code: 1, stdout: "" });
      assertStringIncludes(stderr, "error[E6005]: no file that ends in `.ori` in `empty`");
      const json = JSON.parse((await w.ori([command, "--format=json", "empty"])).stdout);
      assertEquals(json.diagnostics[0].code, "E6005");
      assertEquals((await w.ori([command, "empty", "hello.ori"])).code, 0);
    }
  });
});

Deno.test("a stage on stdout is not mixed with JSON", async () => {
  await Workspace.with({ "hello.ori": HELLO }, async (w) => {
    const plain = await w.ori(["build", "--emit=core", "hello.ori"]);
    const json = await w.ori(["build", "--emit=core", "--format=json", "hello.ori"]);
    assertEquals(json.stdout, plain.stdout);
    assertEquals(JSON.parse(json.stderr).diagnostics, []);
  });
});

for (const engine of ENGINE_NAMES) {
  Deno.test(`ori run --engine=${engine} passes on output, arguments and exit codes`, async () => {
    await Workspace.with({ "echo.ori": ECHO, "panics.ori": PANICS }, async (w) => {
      const flag = `--engine=${engine}`;
      assertEquals(await w.ori(["run", flag, "echo.ori", "--", "a", "--release", "b c"]), {
        code: 3,
        stdout: "a\n--release\nb c\n",
        stderr: "",
      });
      const plain = ["run", "echo.ori", "a", flag, "007", "1e3", "--", "--", "-x"];
      assertEquals((await w.ori(plain)).stdout, "a\n007\n1e3\n--\n-x\n");
      assertEquals(await w.ori(["run", flag, "panics.ori"]), {
        code: 1,
        stdout: "",
        stderr: "panic: no at panics.ori:1:20\n",
      });
    });
  });
}

Deno.test("--check-rc runs programs and tests on the engine of that name", async () => {
  await Workspace.with({ "hello.ori": HELLO, "tests.ori": TESTS }, async (w) => {
    assertEquals((await w.ori(["run", "--check-rc", "hello.ori"])).stdout, "hello\n");
    const { code, stdout } = await w.ori(["test", "--check-rc", "tests.ori"]);
    assertEquals(code, 1);
    assertStringIncludes(stdout, "test_bad (check-rc)");
  });
});

Deno.test("errors of the program: exit code 1, nothing is run", async () => {
  await Workspace.with({ "broken.ori": BROKEN, "empty.ori": "" }, async (w) => {
    for (const command of ["run", "check", "build"]) {
      const { code, stdout, stderr } = await w.ori([command, "broken.ori"]);
      assertEquals([code, stdout], [1, ""], command);
      assertStringIncludes(stderr, "error[E2001]");
      assertStringIncludes(stderr, "broken.ori:1:31");
    }
    const { code, stderr } = await w.ori(["run", "empty.ori"]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "error[E2061]");
    assertEquals((await w.ori(["check", "empty.ori"])).code, 0);
  });
});

Deno.test("files that cannot be read: a diagnostic each, no stack trace", async () => {
  const files = {
    "latin1.ori": new Uint8Array([0x40, 0xe9, 0xff]),
    "loop.ori": `use "./loop" { x };\n`,
  };
  await Workspace.with(files, async (w) => {
    for (
      const [path, code] of [
        ["missing.ori", "E6001"],
        [".", "E6001"],
        ["latin1.ori", "E0016"],
        ["loop.ori", "E2065"],
      ] as const
    ) {
      const result = await w.ori(["run", path]);
      assertEquals(result.code, 1, path);
      assertStringIncludes(result.stderr, `error[${code}]`);
      assertEquals(/^\s+at /m.test(result.stderr), false, result.stderr);
    }
  });
});

for (const engine of ENGINE_NAMES) {
  Deno.test(`ori run --engine=${engine} reads a pipe and stdin once, and names them`, async () => {
    const source = (imports: string, number: string) =>
      `${imports}\nuse std.io { read_line };\n@main () -> void = {\n` +
      `    print(msg: \`{${number}} {read_line() ?? "end"}\`);\n    panic(msg: "here");\n}\n`;
    const files = {
      "m.ori": "pub @twice (n: int) -> int = n * 2;\n",
      "p.ori": source("", "8"),
      "i.ori": source(`use "./m" { twice };`, "twice(n: 4)"),
    };
    await Workspace.with(files, async (w) => {
      const ori = `"${Deno.execPath()}" run -A "$MAIN" run --engine=${engine}`;
      const env = { MAIN: join(Deno.cwd(), "main.ts") };
      for (
        const [script, name] of [
          [`${ori} - < i.ori`, "<stdin>"],
          [`cat i.ori | ${ori} -`, "<stdin>"],
          [`cat p.ori | ${ori} /dev/stdin`, "/dev/stdin"],
          [`${ori} /dev/stdin < p.ori`, "/dev/stdin"],
          [`${ori} <(cat p.ori) < /dev/null`, "/dev/fd/63"],
        ] as const
      ) {
        assertEquals(await w.run("bash", ["-c", script], { env }), {
          code: 1,
          stdout: "8 end\n",
          stderr: `panic: here at ${name}:5:5\n`,
        }, script);
      }
    });
  });
}

Deno.test("ori check - reads stdin, and what cannot be read there is reported", async () => {
  await Workspace.with({}, async (w) => {
    const broken = await w.ori(["check", "-"], { stdin: "\ufeff@f () -> int = 1;\n" });
    assertEquals(broken.code, 1);
    assertStringIncludes(broken.stderr, "error[E0017]");
    assertStringIncludes(broken.stderr, " --> <stdin>:1:1\n");
    assertEquals((await w.ori(["check", "-"], { stdin: "@f () -> int = 1;\n" })).code, 0);
  });
});

Deno.test("wrong usage: exit code 2 and a suggestion", async () => {
  await Workspace.with({ "hello.ori": HELLO }, async (w) => {
    for (
      const [args, text] of [
        [[], "Usage: ori COMMAND"],
        [["biuld"], "did you mean `build`?"],
        [["run"], "needs a file"],
        [["run", "--engin=vm", "hello.ori"], "did you mean `--engine`?"],
        [["run", "--engine=aott", "hello.ori"], "did you mean `aot`?"],
        [["run", "--check-rc", "--engine=aot", "hello.ori"], "--check-rc is an engine of its own"],
        [["run", "hello.ori", "--more"], "flags of the program follow `--`"],
        [["build", "hello.ori", "-o"], "needs a value"],
        [["test"], "needs a file or folder"],
        [["audit", "hello.ori"], "hello.ori does not say what it prints"],
        [["explain", "E200"], "did you mean `E200"],
      ] as const
    ) {
      const { code, stdout, stderr } = await w.ori(args);
      assertEquals([code, stdout], [2, ""], args.join(" "));
      assertStringIncludes(stderr, text);
    }
  });
});

/** The diagnostics of one line of JSON, with the keys that all of them have. */
function jsonDiagnostics(stdout: string): { readonly code: string; readonly message: string }[] {
  const { schemaVersion, diagnostics } = JSON.parse(stdout);
  assertEquals(schemaVersion, 1);
  for (const found of diagnostics) {
    const keys = ["code", "severity", "message", "labels", "notes", "help", "fix"];
    assertEquals(Object.keys(found), keys);
  }
  return diagnostics;
}

Deno.test("what has no place in a source is a diagnostic of every command, as text and as JSON", async () => {
  const files = { "hello.ori": HELLO, "broken.ori": BROKEN, "bad.trace": "[RC] what\n", "x": "y" };
  await Workspace.with(files, async (w) => {
    const env = { ORI_CLANG: "/no/clang" };
    for (
      const [args, json, code, exit, text] of [
        [["biuld"], "--format=json", "E5010", 2, "there is no command `biuld`"],
        [["run"], "--format=json", "E5010", 2, "`ori run` needs a file"],
        [["check", "--formt=text"], "--format=json", "E5010", 2, "has no flag `--formt=text`"],
        [["build", "--emit=arc@thraed"], "--format=json", "E5010", 2, "it takes orderBlocks, "],
        [["build", "--emit=arc@thraed"], "--format=json", "E5010", 2, "did you mean `thread`?"],
        [["audit"], "--format=json", "E5010", 2, "needs a file or folder"],
        [["inspect"], "--json", "E5010", 2, "takes one file"],
        [["explain", "E9999"], "--json", "E5010", 2, "has no flag `--json`"],
        [["check", "no.ori"], "--format=json", "E6001", 1, "cannot read `no.ori`: no such file"],
        [["rc-stats", "no"], "--json", "E6001", 1, "cannot read no"],
        [["rc-stats", "bad.trace"], "--json", "E6002", 1, "bad.trace: "],
        [["rc-stats", "x"], "--json", "E6002", 1, "x holds no event"],
        [["rc-stats", "broken.ori"], "--json", "E2001", 1, "type mismatch"],
        [["why-rc", "broken.ori:1"], "--json", "E2001", 1, "type mismatch"],
        [["inspect", "x"], "--json", "E5006", 1, "x holds no compiled program"],
        [["build", "hello.ori", "-o", "no/h"], "--format=json", "E5005", 1, "cannot write"],
        [["build", "hello.ori"], "--format=json", "E5002", 1, "no clang"],
        [["run", "hello.ori", "--engine=aot"], "--format=json", "E5002", 1, "no clang"],
      ] as const
    ) {
      const what = args.join(" ");
      const printed = await w.ori([...args, json], { env });
      assertEquals([printed.code, printed.stderr], [exit, ""], what);
      const found = printed.stdout.trimEnd().split("\n").flatMap(jsonDiagnostics);
      assertEquals(found.map((d) => d.code), [code], what);
      assertStringIncludes(found[0]?.message ?? "", text);
      if (args[0] === "explain") continue;
      const shown = await w.ori(args, { env });
      assertEquals([shown.code, shown.stdout], [exit, ""], what);
      assertStringIncludes(shown.stderr, `error[${code}]: `);
      assertStringIncludes(shown.stderr, text);
    }
  });
});

Deno.test("a binary that the system does not start is reported, not an internal error", async () => {
  await Workspace.with({ "hello.ori": HELLO }, async (w) => {
    assertEquals((await w.ori(["build", "hello.ori", "-o", "app"])).code, 0);
    await Deno.chmod(join(w.path, "app"), 0o644);
    const run = await w.ori(["run", "--engine=aot", "app"]);
    assertEquals([run.code, run.stdout], [1, ""]);
    assertMatch(run.stderr, /^error\[E5011\]: cannot run \.\/app: .+\n$/);
  });
});

Deno.test("ori build makes an executable and replaces one only on success", async () => {
  await Workspace.with({ "hello.ori": HELLO, "broken.ori": BROKEN, "out": "old" }, async (w) => {
    assertEquals((await w.ori(["build", "broken.ori", "--force", "-o", "out"])).code, 1);
    assertEquals(await w.read("out"), "old");
    await Deno.remove(join(w.path, "out"));
    for (const flags of [[], ["--release"], ["--sanitize"]]) {
      assertEquals(await w.ori(["build", "hello.ori", "-o", "out", ...flags]), {
        code: 0,
        stdout: "",
        stderr: "",
      });
      assertEquals(await w.run("./out", []), { code: 0, stdout: "hello\n", stderr: "" });
    }
    assertEquals((await w.ori(["build", "hello.ori"])).code, 0);
    assertEquals((await w.run("./hello", [])).stdout, "hello\n");
    const failed = await w.ori(["build", "hello.ori", "-o", "no/such/folder/out"]);
    assertEquals(failed.code, 1);
    assertStringIncludes(failed.stderr, "error[E5005]");
  });
});

Deno.test("ori build --emit shows each stage", async () => {
  await Workspace.with({ "hello.ori": HELLO }, async (w) => {
    for (
      const [kind, text] of [
        ["ast", `"kind": "Function"`],
        ["core", "print"],
        ["passes", "insertRc"],
        ["arc", "Return"],
        ["arc@inferBorrow", "phase owned\n"],
        ["bytecode", "main"],
        ["llvm", "define"],
      ] as const
    ) {
      const { code, stdout, stderr } = await w.ori(["build", "hello.ori", `--emit=${kind}`]);
      assertEquals([code, stderr], [0, ""], kind);
      assertStringIncludes(stdout, text);
    }
    const saved = await w.ori(["build", "hello.ori", "--emit=llvm", "-o", "hello.ll"]);
    assertEquals([saved.code, saved.stdout], [0, ""]);
    assertStringIncludes(await w.read("hello.ll"), "define");
  });
});

Deno.test("ori test reports as text and as JSON", async () => {
  await Workspace.with({ "t.ori": TESTS }, async (w) => {
    const text = await w.ori(["test", "t.ori"]);
    assertEquals(text.code, 1);
    assertMatch(
      text.stdout,
      /^FAILED t\.ori test_bad \(vm\): panicked: assertion failed: 4 != 5\n/,
    );
    assertMatch(text.stdout, /\n3 passed, 1 failed, 1 skipped\n$/);
    assertEquals((await w.ori(["test", "t.ori", "--filter=good"])).code, 0);

    const json = await w.ori(["test", "t.ori", "--engine=all", "--format=json"]);
    assertEquals(json.code, 1);
    const report = JSON.parse(json.stdout);
    assertEquals(report.schemaVersion, 1);
    const n = ENGINE_NAMES.length;
    assertEquals(report.summary, { passed: 3 * n, failed: n, skipped: n });
    assertEquals(report.tests[0], {
      file: "t.ori",
      name: "test_good",
      engine: "vm",
      status: "passed",
      message: "",
    });
  });
});

Deno.test("ori test fails for a file with errors and no tests, with any filter", async () => {
  const files = {
    "types.ori": '@f () -> int = "s";\n',
    "syntax.ori": "@ tests _ () -> void = ();\n",
    "imports.ori": 'use "./types" { f };\n',
    "plain.ori": "@f () -> int = 1;\n",
  };
  await Workspace.with(files, async (w) => {
    for (const [file, codeOf] of [["types", "E2001"], ["syntax", "E1"], ["imports", "E"]]) {
      for (const filter of [[], ["--filter=x"]]) {
        const { code, stdout } = await w.ori(["test", `${file}.ori`, ...filter]);
        assertEquals(code, 1, file);
        assertStringIncludes(
          stdout,
          `FAILED ${file}.ori (file) (check): does not compile: ${codeOf}`,
        );
        assertStringIncludes(stdout, "0 passed, 1 failed\n");
      }
    }
    assertEquals((await w.ori(["test", "plain.ori"])).code, 0);
  });
});

Deno.test("ori parity compares every engine, and refuses to compare nothing (PAR-8, VER-5)", async () => {
  await Workspace.with({ "hello.ori": HELLO, "t.ori": TESTS, "nothing.txt": "" }, async (w) => {
    const all = await w.ori(["parity", "hello.ori", "t.ori"]);
    assertEquals(all, { code: 0, stdout: "2 agree, 0 differ, 0 not compared\n", stderr: "" });
    const none = await w.ori(["parity", "nothing.txt"]);
    assertEquals(none.code, 1);
    assertStringIncludes(none.stdout, "nothing was compared");
  });
});

const IMPORTING = `use std.math { sqrt };
use "./own" { twice };
@main () -> void = print(msg: \`{twice(n: 4)} {sqrt(x: 16.0)} {[3, 1].sort()}\`);
@imports_work tests @main () -> void = assert_eq(actual: twice(n: 4), expected: 8);
`;

Deno.test("PAR-10: run, test, build and parity find the prelude and imports in one way", async () => {
  const files = { "main.ori": IMPORTING, "own.ori": "pub @twice (n: int) -> int = n * 2;\n" };
  await Workspace.with(files, async (w) => {
    const expected = { code: 0, stdout: "8 4 [1, 3]\n", stderr: "" };
    for (const name of ENGINE_NAMES) {
      assertEquals(await w.ori(["run", `--engine=${name}`, "main.ori"]), expected, name);
    }
    assertEquals((await w.ori(["build", "main.ori", "-o", "main"])).code, 0);
    assertEquals(await w.run(join(w.path, "main"), []), expected);
    const tested = await w.ori(["test", "--engine=all", "main.ori"]);
    assertEquals(tested, {
      code: 0,
      stdout: `${ENGINE_NAMES.length} passed, 0 failed\n`,
      stderr: "",
    });
    assertEquals((await w.ori(["parity", "main.ori"])).code, 0);
  });
});

Deno.test("diagnostics as JSON", async () => {
  await Workspace.with({ "broken.ori": BROKEN }, async (w) => {
    const { code, stdout } = await w.ori(["check", "broken.ori", "--format=json"]);
    assertEquals(code, 1);
    const { schemaVersion, diagnostics } = JSON.parse(stdout);
    assertEquals([schemaVersion, diagnostics.length, diagnostics[0].code], [1, 1, "E2001"]);
    assertEquals(diagnostics[0].labels[0].line, 1);
  });
});

Deno.test("help, version and explanations", async () => {
  await Workspace.with({}, async (w) => {
    assertMatch((await w.ori(["--version"])).stdout, /^ori \d+\.\d+\.\d+\n$/);
    assertStringIncludes((await w.ori(["--help"])).stdout, "Usage: ori COMMAND");
    for (
      const command of ["run", "build", "test", "check", "parity", "rc-stats", "why-rc", "explain"]
    ) {
      const { code, stdout } = await w.ori([command, "--help"]);
      assertEquals(code, 0);
      assertStringIncludes(stdout, `Usage: ori ${command} `);
    }
    assertStringIncludes((await w.ori(["explain", "e2001"])).stdout, "E2001");
  });
});

Deno.test("ori rc-stats counts events of a program, a trace and stdin", async () => {
  const program =
    `@main () -> void = { let $s = \`a text longer than twenty-three bytes {1}\`; print(msg: s) }\n`;
  const leak = "[RC] alloc #1 str count=1 in main at a.ori:1:1\n";
  const trace = leak + "[RC] dec #1 str count=1->0 in main at a.ori:1:1\n" +
    "[RC] free #1 str in main at a.ori:1:1\n";
  const files = {
    "a.ori": program,
    "t.trace": trace,
    "leak.trace": leak,
    "bad.trace": "[RC] what\n",
  };
  await Workspace.with({ ...files, "none.trace": "" }, async (w) => {
    const counts = { alloc: 1, inc: 0, dec: 1, free: 1 };
    const expected = {
      schemaVersion: 2,
      functions: [{ fn: "main", ...counts }],
      total: { alloc: 1, inc: 0, dec: 1, free: 1 },
      unbalanced: [],
    };
    for (const args of [["a.ori"], ["a.ori", "--engine=aot"], ["t.trace"], ["-"]]) {
      const run = await w.ori(["rc-stats", "--json", ...args], { stdin: trace });
      assertEquals([run.code, run.stderr], [0, ""], args.join(" "));
      // Only a program has regions, and functions with names of the plan.
      const main = { fn: "main", name: "A.main/0", ...counts };
      const regions = [{ ...main, region_id: "function" }];
      const isProgram = args[0] === "a.ori";
      const wanted = isProgram ? { ...expected, functions: [main], regions } : expected;
      assertEquals(JSON.parse(run.stdout), wanted);
    }
    assertMatch(
      (await w.ori(["rc-stats", "a.ori"])).stdout,
      /^function .*\nmain .*\nall .*\nbalanced\n$/,
    );
    const unbalanced = await w.ori(["rc-stats", "leak.trace"]);
    assertEquals(unbalanced.code, 1);
    assertMatch(unbalanced.stdout, /\nnot freed: 1 x str\n$/);
    for (
      const [args, code, text] of [
        [["missing.trace"], 1, "cannot read missing.trace"],
        [["none.trace"], 1, "holds no event"],
        [["bad.trace"], 1, "no event of counting: [RC] what"],
        [[], 2, "needs a program or a trace"],
        [["t.trace", "--engine=vm"], 2, "--engine is for programs"],
      ] as const
    ) {
      const { code: exit, stderr } = await w.ori(["rc-stats", ...args]);
      assertEquals(exit, code);
      assertStringIncludes(stderr, text);
    }
  });
});

const CAPTURES =
  `@apply (f: (int) -> int, n: int) -> int = if n == 0 then 0 else f(n) + apply(f:, n: n - 1);

@main (args: [str]) -> void = {
    let $prefix = args.join(separator: "");
    let $f = (n: int) -> n + prefix.len();
    print(msg: str(apply(f:, n: 3)));
}
`;

Deno.test("ORI_LOG shows a capture on the whole way, and nothing unless asked", async () => {
  await Workspace.with({ "main.ori": CAPTURES }, async (w) => {
    const run = (args: readonly string[], filter: string) =>
      w.ori(args, { env: { ORI_LOG: filter } });
    const build = ["build", "main.ori", "-o", "main"];
    const all = await run(build, "ori_types=debug,ori_arc=debug,ori_llvm=debug");
    assertEquals(all.code, 0);
    for (
      const line of [
        "DEBUG ori_types: capture fn=main.lambda0 name=prefix type=str",
        "DEBUG ori_arc: capture fn=main.lambda0 name=prefix type=str ownership=borrowed",
        "DEBUG ori_llvm: capture fn=main.lambda0 name=prefix type=str llvm=%ori.str",
      ]
    ) assertStringIncludes(all.stderr, line + "\n");
    const trace = await run(build, "ori_arc=trace");
    assertMatch(trace.stderr, /TRACE ori_arc: ownership fn=main\.lambda0 params=.* borrowed=/);
    assertEquals(await run(build, "error"), { code: 0, stdout: "", stderr: "" });
    const vm = await run(["run", "main.ori"], "ori_vm=debug,ori=info");
    assertMatch(vm.stderr, /INFO ori: specialized functions=\d+ types=\d+\n/);
    assertMatch(vm.stderr, /DEBUG ori_vm: chunk fn=main words=\d+ registers=\d+\n/);
    for (const filter of ["ori_arc=loud", "arc=debug"]) {
      const { code, stderr } = await run(build, filter);
      assertEquals(code, 2);
      assertStringIncludes(stderr, `error[E5010]: ORI_LOG: \`${filter}\` has no `);
    }
  });
});
