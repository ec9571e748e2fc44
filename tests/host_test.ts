/**
 * Standard streams that are closed, full, a directory, or whose reader has left, and signals: every engine and every
 * command ends in the same way, never with an internal error. The table has a row for each state of each stream.
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { commandOf, ENGINES, expectedOfMixed, INPUT, MIXED } from "./support/host_model.ts";
import {
  type HostResult,
  inState,
  STATES,
  type Streams,
  withPrograms,
} from "./support/host_streams.ts";

/** Prints, and then computes until a signal ends it. */
const ENDLESS = `@spin (n: int) -> int = { let k = n; while k >= 0 do k = (k + 1) & 1023; k };
@main () -> void = {
    print(msg: "started");
    eprint(msg: "ready");
    print(msg: "last words");
    print(msg: \`{spin(n: 1)}\`)
}
`;

const PROGRAMS = {
  "mixed.ori": MIXED,
  "endless.ori": ENDLESS,
  "two_tests.ori": `@test_a tests _ () -> void = assert_eq(actual: 1, expected: 2);\n`,
  "wrong.ori": "@main () -> void = x;\n",
};

/** Every cell for native binaries; on the other engines, whose processes start slowly, every pair with one stream normal. */
function* cells(engine: string): Generator<Streams> {
  for (const stdin of STATES.stdin) {
    for (const stdout of STATES.stdout) {
      for (const stderr of STATES.stderr) {
        const isPair = stdin === "normal" ||
          (stderr === "normal" && (stdout === "normal" || stdout === "full"));
        if (engine === "native" || isPair) yield { stdin, stdout, stderr };
      }
    }
  }
}

Deno.test("a stream in any state ends a program alike on every engine", async () => {
  await withPrograms(PROGRAMS, async (host) => {
    await host.build("mixed");
    const wrong: string[] = [];
    const all = ENGINES.flatMap((engine) =>
      [...cells(engine)].map((streams) => ({ engine, streams }))
    );
    await host.each(all, async ({ engine, streams }) => {
      const result = await inState(host, commandOf(engine, "mixed"), streams, INPUT);
      if (JSON.stringify(result) === JSON.stringify(expectedOfMixed(streams))) return;
      wrong.push(`${engine} ${JSON.stringify(streams)}: ${JSON.stringify(result)}`);
    });
    assertEquals(wrong, []);
    assertEquals(all.length, 60 + 2 * 24);
  });
});

Deno.test("both streams in one file keep the order in which the program wrote", async () => {
  await withPrograms(PROGRAMS, async (host) => {
    await host.build("mixed");
    for (const engine of ENGINES) {
      const { code, stdout } = await host.sh(
        'exec "$@" 2>&1 </dev/null',
        commandOf(engine, "mixed"),
      );
      assertEquals([code, stdout], [7, "out 1\nerr 1\nout 2\nin 0\nerr 2\n"], engine);
    }
  });
});

const SILENT: HostResult = { code: 141, stdout: "", stderr: "" };

Deno.test("commands of ori end silently when their reader has left, and say that a device is full", async () => {
  await withPrograms(PROGRAMS, async (host) => {
    const commands = [
      ["ori", "check", "--format=json", "wrong.ori"],
      ["ori", "build", "--emit=arc", "mixed.ori"],
      ["ori", "build", "--emit=llvm", "mixed.ori"],
      ["ori", "build", "--emit=arc", "-o", "-", "mixed.ori"],
      ["ori", "build", "-o", "-", "mixed.ori"],
      ["ori", "test", "two_tests.ori"],
      ["ori", "explain", "E2001"],
      ["ori", "--help"],
    ];
    await host.each(commands, async (command) => {
      const name = command.join(" ");
      const gone = await inState(host, command, {
        stdin: "normal",
        stdout: "gone",
        stderr: "normal",
      }, "");
      assertEquals(gone, SILENT, name);
    });
    const diagnostics = ["ori", "check", "wrong.ori"];
    const streams = { stdin: "normal", stdout: "normal", stderr: "gone" } as const;
    assertEquals(await inState(host, diagnostics, streams, ""), SILENT);
    const full = { stdin: "normal", stdout: "full", stderr: "normal" } as const;
    assertEquals(await inState(host, ["ori", "--help"], full, ""), {
      code: 1,
      stdout: "",
      stderr: "ori: cannot write to stdout: No space left on device\n",
    });
  });
});

Deno.test("a source or trace on a stdin that is a directory is an error", async () => {
  await withPrograms(PROGRAMS, async (host) => {
    for (const name of ["run", "check", "rc-stats"]) {
      const streams = { stdin: "directory", stdout: "normal", stderr: "normal" } as const;
      const { code, stdout, stderr } = await inState(host, ["ori", name, "-"], streams, "");
      assertEquals([code, stdout], [1, ""], name);
      assertMatch(
        stderr,
        /^(ori: cannot read stdin: Is a directory|error\[E6001\]: cannot read )/,
        name,
      );
    }
  });
});

Deno.test("a native program that `ori run` starts ends as it does alone", async () => {
  await withPrograms(PROGRAMS, async (host) => {
    const command = ["ori", "run", "--engine=aot", "mixed.ori"];
    for (const stdout of ["gone", "full"] as const) {
      const streams = { stdin: "normal", stdout, stderr: "normal" } as const;
      assertEquals(await inState(host, command, streams, INPUT), expectedOfMixed(streams), stdout);
    }
  });
});

Deno.test("a signal ends a program on every engine; output is kept, and nothing is left behind", async () => {
  await withPrograms(PROGRAMS, async (host) => {
    await host.build("endless");
    const commands = [
      ...ENGINES.map((engine) => commandOf(engine, "endless")),
      ["ori", "run", "--engine=aot", "endless.ori"],
    ];
    for (const command of commands) {
      for (const [signal, code] of [["SIGTERM", 143], ["SIGINT", 130]] as const) {
        const result = await host.signalled(command, signal);
        const name = `${command.join(" ")} ${signal}`;
        assertEquals(result, { code, stdout: "started\nlast words\n", stderr: "ready\n" }, name);
      }
    }
    assertEquals([...Deno.readDirSync(host.temporary)].map(({ name }) => name), []);
  });
});

/** A clang that never ends where `pattern` is among its arguments. */
function slowClang(pattern: string): string {
  return `#!/bin/sh
case "$*" in *"${pattern}"*) echo started >marker; exec sleep 60;; esac
exec clang-19 "$@"
`;
}

Deno.test("a signal during a build removes its scratch files and ends clang", async () => {
  // Compiling the runtime, and the program.
  for (const pattern of [" -c ", " -x ir "]) {
    await withPrograms({ ...PROGRAMS, clang: slowClang(pattern) }, async (host) => {
      const clang = join(host.path, "clang");
      Deno.chmodSync(clang, 0o755);
      const env = {
        ORI_CLANG: clang,
        XDG_CACHE_HOME: join(host.path, "cache"),
        DENO_DIR: Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME") ?? "", ".cache/deno"),
      };
      const command = ["ori", "build", "-o", "out", "mixed.ori"];
      const result = await host.signalled(command, "SIGTERM", { env, marker: "marker" });
      assertEquals(result, { code: 143, stdout: "", stderr: "" }, pattern);
      assertEquals(host.files().filter((name) => name.includes(".tmp") || name === "out"), []);
      assertEquals(host.files().includes("marker"), true);
    });
  }
});

Deno.test("arguments of a program that are not UTF-8 arrive with U+FFFD; those of ori are refused", async () => {
  const main = "@main (args: [str]) -> void = print(msg: args.debug());\n";
  await withPrograms({ "args.ori": main }, async (host) => {
    await host.build("args");
    const script = 'bad=$(printf "a\\377b"); exec "$@" ';
    for (const engine of ENGINES) {
      const dashes = engine === "native" ? "" : "-- ";
      const result = await host.sh(`${script}${dashes}"$bad"`, commandOf(engine, "args"));
      assertEquals(result, { code: 0, stdout: '["a\ufffdb"]\n', stderr: "" }, engine);
    }
    for (const command of [["ori", "run"], ["ori", "check"], ["ori", "build", "args.ori", "-o"]]) {
      const { code, stderr } = await host.sh(`${script}"$bad"`, command);
      assertEquals(code, 2, command.join(" "));
      assertStringIncludes(stderr, "the argument `a\ufffdb` is not valid UTF-8");
    }
  });
});
