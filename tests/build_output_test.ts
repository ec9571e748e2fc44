/** What `ori build` may write: never a source, and nothing that ori did not make unless that is forced. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { EMIT_KINDS } from "../src/driver/mod.ts";
import { contents, Workspace } from "./support/cli.ts";

const MAIN = `use "./lib/part" { part };\n@main () -> void = print(msg: part());\n`;
const PART = `pub @part () -> str = "hello";\n`;
const STD = fromFileUrl(new URL("../src/std/", import.meta.url));
const RUNTIME = fromFileUrl(new URL("../runtime/", import.meta.url));

/** A program of two modules, with links to both, and files of the user beside them. */
async function withProgram(use: (w: Workspace) => Promise<void>): Promise<void> {
  await Workspace.with({ "main.ori": MAIN, "other.ori": MAIN, "notes": "notes" }, async (w) => {
    const at = (name: string) => join(w.path, name);
    await Deno.mkdir(at("lib"));
    await Deno.mkdir(at("folder"));
    await Deno.writeTextFile(at("lib/part.ori"), PART);
    await Deno.writeTextFile(at("bare"), MAIN);
    await Deno.writeTextFile(at("d.ori.ori"), MAIN);
    await Deno.writeTextFile(at("d.ori"), PART);
    await Deno.writeTextFile(at("notes.oric"), "notes");
    await Deno.writeTextFile(at("dé name.ori"), MAIN);
    await Deno.symlink("main.ori", at("soft"));
    await Deno.symlink("soft", at("softer"));
    await Deno.symlink("main.ori", at("linked.ori"));
    await Deno.symlink("lib", at("linked_lib"));
    await Deno.symlink("d.ori", at("soft_d"));
    await Deno.link(at("main.ori"), at("hard"));
    await Deno.link(at("lib/part.ori"), at("hard_part"));
    await use(w);
  });
}

const SOURCE = "error[E5007]: ";
const FOREIGN = "error[E5008]: ";

/** Arguments of `ori build`, and how the refusal begins. */
const REFUSED: readonly (readonly [args: readonly string[], message: string])[] = [
  [["main.ori", "-o", "main.ori"], `${SOURCE}the output \`main.ori\` is a source of the program\n`],
  [["main.ori", "-o", "./main.ori"], SOURCE],
  [["main.ori", "-o", "folder/../main.ori"], SOURCE],
  [["main.ori", "-o", "lib/..//./main.ori"], SOURCE],
  [["./main.ori", "-o", "main.ori"], SOURCE],
  [["main.ori", "--output=main.ori"], SOURCE],
  [["main.ori", "-o", "soft"], SOURCE],
  [["main.ori", "-o", "softer"], SOURCE],
  [["main.ori", "-o", "hard"], SOURCE],
  [["linked.ori", "-o", "main.ori"], SOURCE],
  [["linked.ori", "-o", "linked.ori"], SOURCE],
  [["soft", "-o", "main.ori"], SOURCE],
  [["hard", "-o", "main.ori"], SOURCE],
  [["main.ori", "-o", "lib/part.ori"], `${SOURCE}the output \`lib/part.ori\` is a source`],
  [["main.ori", "-o", "linked_lib/part.ori"], SOURCE],
  [["main.ori", "-o", "hard_part"], SOURCE],
  [["linked_lib/part.ori", "-o", "lib/part.ori"], SOURCE],
  [["dé name.ori", "-o", "dé name.ori"], SOURCE],
  [["bare", "-o", "bare"], SOURCE],
  [["main.ori", "--force", "-o", "main.ori"], SOURCE],
  [["main.ori", "--force", "-o", "hard_part"], SOURCE],
  [["main.ori", "--release", "-o", "soft"], SOURCE],
  [["main.ori", "--sanitize", "-o", "soft"], SOURCE],
  [["main.ori", "--bench", "--sizes", "-o", "soft"], SOURCE],
  [["main.ori", "--emit=program", "-o", "main.ori"], SOURCE],
  [["main.ori", "--emit=program", "--force", "-o", "linked_lib/part.ori"], SOURCE],
  ...EMIT_KINDS.flatMap((kind) =>
    [
      [["main.ori", `--emit=${kind}`, "-o", "main.ori"], SOURCE],
      [["main.ori", `--emit=${kind}`, "--force", "-o", "lib/part.ori"], SOURCE],
      [["main.ori", `--emit=${kind}`, "-o", "notes"], FOREIGN],
    ] as const
  ),
  [["main.ori", "-o", join(STD, "io.ori")], SOURCE],
  [["main.ori", "--force", "-o", join(STD, "prelude/core.ori")], SOURCE],
  [["main.ori", "--force", "--emit=arc", "-o", join(STD, "prelude/list.ori")], SOURCE],
  [["main.ori", "--force", "-o", join(RUNTIME, "src/alloc.c")], SOURCE],
  [["main.ori", "-o", "other.ori"], `${SOURCE}the output \`other.ori\` is an Ori source\n`],
  [["main.ori", "--force", "-o", "other.ori"], SOURCE],
  [["main.ori", "--force", "-o", "soft_d"], SOURCE],
  [["d.ori.ori"], `${SOURCE}the output \`d.ori\` is an Ori source\n`],
  [["d.ori.ori", "--force"], SOURCE],
  [["main.ori", "-o", "notes"], `${FOREIGN}\`notes\` exists and was not made by ori\n`],
  [["main.ori", "--emit=program", "-o", "notes"], FOREIGN],
  [["main.ori", "--emit=program", "-o", "notes.oric"], FOREIGN],
  [["main.ori", "-o", "folder"], "error[E5005]: cannot write `folder`: it is a directory\n"],
  [["main.ori", "--force", "-o", "folder"], "error[E5005]: "],
  [["main.ori", "--emit=arc", "-o", "folder/"], "error[E5005]: "],
  [
    ["main.ori", "--sizes", "-o", "/dev/null"],
    "error[E5010]: --sizes needs an output that is a file",
  ],
];

Deno.test("an output that is a source, or that ori did not make, is refused and nothing is written", async () => {
  await withProgram(async (w) => {
    const before = await contents(w.path);
    const std = [await contents(STD), await contents(RUNTIME)];
    for (const [args, message] of REFUSED) {
      const { code, stdout, stderr } = await w.oriFast(["build", ...args]);
      assertEquals([code, stdout], [2, ""], `${args}: ${stderr}`);
      assert(stderr.startsWith(message), `${args}: ${stderr}`);
      if (message.startsWith(SOURCE)) assert(!stderr.includes("--force"), stderr);
      if (message.startsWith(FOREIGN)) assertStringIncludes(stderr, "--force");
    }
    // A process of its own, which would make a cache if it got as far.
    const [last] = REFUSED[0] ?? [];
    const env = { XDG_CACHE_HOME: join(w.path, "cache") };
    assertEquals((await w.ori(["build", ...last ?? []], { env })).code, 2);
    assertEquals(await contents(w.path), before);
    assertEquals([await contents(STD), await contents(RUNTIME)], std);
  });
});

Deno.test("a default name that is taken is refused: a folder, a script, a source without .ori", async () => {
  await Workspace.with({ "app": "#!/bin/sh\n", "app.ori": MAIN, ".ori": MAIN }, async (w) => {
    await Deno.mkdir(join(w.path, "lib"));
    await Deno.writeTextFile(join(w.path, "lib/part.ori"), PART);
    await Deno.writeTextFile(join(w.path, "lib.ori"), MAIN);
    await Deno.writeTextFile(join(w.path, "bare"), MAIN);
    await Deno.writeTextFile(join(w.path, "bare.out"), "notes");
    await Deno.writeTextFile(join(w.path, "app.oric"), "notes");
    const before = await contents(w.path);
    for (
      const [args, message] of [
        [["app.ori"], `${FOREIGN}\`app\` exists`],
        [["app.ori", "--emit=program"], `${FOREIGN}\`app.oric\` exists`],
        [["lib.ori"], "error[E5005]: cannot write `lib`: it is a directory"],
        [["bare"], `${FOREIGN}\`bare.out\` exists`],
        [[".ori"], "error[E5010]: no name of an output follows from `.ori`"],
      ] as const
    ) {
      const { code, stderr } = await w.oriFast(["build", ...args]);
      assertEquals(code, 2, stderr);
      assert(stderr.startsWith(message), stderr);
    }
    assertEquals(await contents(w.path), before);
  });
});

Deno.test("a source behind a descriptor is refused, and a stage is not appended to its source", async () => {
  await withProgram(async (w) => {
    const before = await contents(w.path);
    for (
      const [args, redirection] of [
        ["main.ori --emit=arc -o /proc/self/fd/7", "7<>main.ori"],
        ["main.ori --force -o /dev/fd/7", "7>>lib/part.ori"],
        ["main.ori --emit=arc", ">>main.ori"],
        ["main.ori --emit=llvm -o -", ">>lib/part.ori"],
        ["main.ori --force -o -", "1<>main.ori"],
        ["/dev/stdin --emit=arc", "<d.ori >>d.ori"],
        ["/dev/stdin --force -o d.ori", "<d.ori"],
      ]
    ) {
      const { code, stderr } = await sh(w, `ori build ${args} ${redirection}`);
      assertEquals(code, 2, `${args} ${redirection}: ${stderr}`);
      assert(stderr.startsWith(SOURCE), stderr);
    }
    assertEquals(await contents(w.path), before);
  });
});

Deno.test("outputs of ori are replaced in place, with their permissions", async () => {
  await withProgram(async (w) => {
    const build = async (...args: string[]) => {
      const { code, stderr } = await w.ori(["build", "main.ori", ...args]);
      assertEquals([code, stderr], [0, ""], `${args}`);
    };
    const before = await contents(w.path);
    await build("-o", "app");
    await Deno.chmod(join(w.path, "app"), 0o750);
    await Deno.symlink("../app", join(w.path, "folder/app"));
    await build("-o", "folder/app", "--release", "--bench", "--sizes");
    assertEquals(await Deno.readLink(join(w.path, "folder/app")), "../app");
    assertEquals(((await Deno.stat(join(w.path, "app"))).mode ?? 0) & 0o777, 0o750);
    await w.tool("strip", "app");
    await build("-o", "app");
    assertEquals((await w.run("./app", [])).stdout, "hello\n");
    // A program takes the place of a stage, a stage that of another, and of an empty file.
    await Deno.writeTextFile(join(w.path, "text"), "");
    for (const kind of [...EMIT_KINDS, "program", "core"]) {
      await build(`--emit=${kind}`, "-o", "text");
    }
    await build("-o", "text");
    for (const name of ["app", "folder/app", "text"]) await Deno.remove(join(w.path, name));
    await build("-o", "text");
    assertEquals((await w.run("./text", [])).stdout, "hello\n");
    await Deno.remove(join(w.path, "text"));
    assertEquals(await contents(w.path), before);
  });
});

Deno.test("--force replaces what ori did not make, and follows links to it", async () => {
  await withProgram(async (w) => {
    await Deno.symlink("notes", join(w.path, "to_notes"));
    await Deno.chmod(join(w.path, "notes"), 0o600);
    for (const args of [["-o", "to_notes"], ["--emit=arc", "-o", "notes"]]) {
      await Deno.writeTextFile(join(w.path, "notes"), "notes");
      const { code, stderr } = await w.ori(["build", "main.ori", "--force", ...args]);
      assertEquals([code, stderr], [0, ""]);
      assertEquals(await Deno.readLink(join(w.path, "to_notes")), "notes");
    }
    assertStringIncludes(await w.read("notes"), "fn main");
    assertEquals(((await Deno.stat(join(w.path, "notes"))).mode ?? 0) & 0o777, 0o700);
  });
});

Deno.test("devices, pipes and stdout take a program and a stage", async () => {
  await withProgram(async (w) => {
    const stage = (await w.ori(["build", "main.ori", "--emit=arc"])).stdout;
    const before = await contents(w.path);
    for (
      const [args, rest] of [
        ["--emit=arc -o /dev/null", ""],
        ["-o /dev/null", ""],
        ["--emit=program -o /dev/null", ""],
        ["--emit=arc -o /dev/stdout", "| cat"],
        ["--emit=arc -o -", "| cat"],
        ["--emit=arc -o /proc/self/fd/7", "7>&1"],
        ["--emit=arc -o /dev/fd/7", "7>&1 | cat"],
      ]
    ) {
      const { code, stdout, stderr } = await sh(w, `ori build main.ori ${args} ${rest}`);
      assertEquals([code, stderr], [0, ""], args);
      if (args?.startsWith("--emit=arc -o") && !args.includes("null")) assertEquals(stdout, stage);
    }
    assertEquals(await contents(w.path), before);
    for (const target of ["-", "/dev/stdout"]) {
      const script = `echo first > app; ori build main.ori -o ${target} >> app &&
        tail -c +7 app > tail && chmod +x tail && ./tail && head -c 6 app && rm app tail`;
      assertEquals(await sh(w, script), { code: 0, stdout: "hello\nfirst\n", stderr: "" });
    }
    assertEquals(await contents(w.path), before);
  });
});

/** A script that may call `ori`. */
function sh(w: Workspace, script: string) {
  const config = fromFileUrl(new URL("../deno.json", import.meta.url));
  const main = fromFileUrl(new URL("../main.ts", import.meta.url));
  const ori = `ori() { '${Deno.execPath()}' run -A --config '${config}' '${main}' "$@"; }`;
  return w.run("bash", ["-c", `${ori}\n${script}`]);
}
