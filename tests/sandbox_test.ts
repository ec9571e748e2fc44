/** Programs in a sandbox cannot leave it, on any engine; the refusals say which flag would allow what was asked. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  checkFiles,
  compileMain,
  createHost,
  ENGINES,
  parsePolicy,
  type Policy,
} from "../src/driver/mod.ts";
import { CapturedIo } from "../src/driver/captured_io.ts";
import { Workspace } from "./support/cli.ts";

const host = createHost();

/** Tries each way out of the directory that it is given, and prints what became of it. */
const ESCAPE = `
use std.fs { FileSystem, FileError };
use std.env { Env };
use std.process { command, Process };
use std.random { Random };
use std.time { Clock };

@told<T> (result: Result<T, FileError>) -> str = match result {
    Ok(_) -> "OPEN",
    Err({ path: _, reason: Refused(flag) }) -> flag,
    Err(e) -> e.reason.to_str(),
};

@main (args: [str]) -> void = {
    let $jail = args[0];
    let $out = args[1];
    let $show = (what: str, became: str) -> print(msg: what + ": " + became.replace(pattern: jail, replacement: "IN").replace(pattern: out, replacement: "OUT"));
    show("absolute", told(result: FileSystem.read(path: out + "/secret")));
    show("dots", told(result: FileSystem.read(path: jail + "/../out/secret")));
    show("dots behind nothing", told(result: FileSystem.read(path: jail + "/none/../../out/secret")));
    show("dots behind a link", told(result: FileSystem.read(path: jail + "/folder_link/../out/secret")));
    show("link", told(result: FileSystem.read(path: jail + "/link")));
    show("absolute link", told(result: FileSystem.read(path: jail + "/absolute_link")));
    show("link to a folder", told(result: FileSystem.read(path: jail + "/folder_link/secret")));
    show("list behind a link", told(result: FileSystem.list(path: jail + "/folder_link")));
    show("chain of links", told(result: FileSystem.read(path: jail + "/chain")));
    show("write through a link", told(result: FileSystem.write(path: jail + "/link", content: "x")));
    show("write through a loose link", told(result: FileSystem.write(path: jail + "/loose_link", content: "x")));
    show("append through a link", told(result: FileSystem.append(path: jail + "/link", content: "x")));
    show("create through a link", told(result: FileSystem.create_dir(path: jail + "/folder_link/made")));
    show("remove through a link", told(result: FileSystem.remove(path: jail + "/folder_link/secret")));
    show("temporary through a link", told(result: FileSystem.temporary(parent: jail + "/folder_link", is_dir: false)));
    show("atomic through a link", told(result: FileSystem.write_atomic(path: jail + "/folder_link/secret", content: "x")));
    show("proc root", told(result: FileSystem.read(path: "/proc/self/root" + out + "/secret")));
    show("proc working directory", told(result: FileSystem.read(path: "/proc/self/cwd/deno.json")));
    show("proc descriptors", told(result: FileSystem.list(path: "/proc/self/fd")));
    show("standard input as a file", told(result: FileSystem.read(path: "/dev/stdin")));
    show("facts", told(result: FileSystem.metadata(path: out + "/secret")));
    show("facts of nothing", told(result: FileSystem.metadata(path: out + "/none")));
    show("walk above", told(result: FileSystem.walk(path: jail + "/..")));
    show("rename out", told(result: FileSystem.rename(from: jail + "/file", to: out + "/file")));
    show("rename in", told(result: FileSystem.rename(from: out + "/secret", to: jail + "/secret")));
    show("rename out through a link", told(result: FileSystem.rename(from: jail + "/file", to: jail + "/folder_link/file")));
    show("copy out", told(result: FileSystem.copy(from: jail + "/file", to: out + "/file")));
    show("copy in", told(result: FileSystem.copy(from: out + "/secret", to: jail + "/secret")));
    show("neighbour with the same start", told(result: FileSystem.read(path: jail + "side/secret")));
    show("remove the directory itself", told(result: FileSystem.remove(path: jail + "/.")));
    show("temporary files", told(result: FileSystem.temp_file()));
    show("NUL", told(result: FileSystem.read(path: jail + "/file\\0/../../out/secret")));
    let $shell = command(program: "cat", args: [out + "/secret"]);
    show("child process", match Process.execute(command: shell) { Ok(_) -> "OPEN", Err(e) -> e.reason.to_str() });
    show("environment", match catch(expr: Env.get(name: "PATH")) { Ok(_) -> "OPEN", Err(e) -> e });
    show("clock", match catch(expr: Clock.now()) { Ok(_) -> "OPEN", Err(e) -> e });
    show("random", match catch(expr: Random.bits()) { Ok(_) -> "OPEN", Err(e) -> e });
    show("inside", told(result: FileSystem.read(path: jail + "/file")));
    show("link inside", told(result: FileSystem.read(path: jail + "/inner_link")));
    show("written inside", told(result: FileSystem.write_atomic(path: jail + "/made", content: "x")));
    show("made inside", told(result: FileSystem.create_dirs(path: jail + "/a/b/c")));
    show("moved inside", told(result: FileSystem.rename(from: jail + "/made", to: jail + "/a/moved")));
    show("removed inside", told(result: FileSystem.remove_all(path: jail + "/a")));
    show("removed link", told(result: FileSystem.remove(path: jail + "/link")))
}
`;

/** What may work. */
const INSIDE = [
  "inside",
  "link inside",
  "written inside",
  "made inside",
  "moved inside",
  "removed inside",
  "removed link",
];

/** Folders \`in\` and \`out\`, with links from the one to the other. */
function makeFolders(): string {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "ori-sandbox-" }));
  for (const name of ["in", "out", "inside"]) Deno.mkdirSync(`${folder}/${name}`);
  for (const name of ["in/file", "out/secret", "inside/secret"]) {
    Deno.writeTextFileSync(`${folder}/${name}`, name);
  }
  const links = {
    link: "../out/secret",
    absolute_link: `${folder}/out/secret`,
    folder_link: "../out",
    chain: "chain_2",
    chain_2: "folder_link/secret",
    loose_link: "../out/none",
    inner_link: "file",
  };
  for (const [name, to] of Object.entries(links)) Deno.symlinkSync(to, `${folder}/in/${name}`);
  return folder;
}

function compiled(text: string) {
  const path = Deno.makeTempFileSync({ suffix: ".ori" });
  Deno.writeTextFileSync(path, text);
  const checked = checkFiles([path], host);
  assertEquals(checked.diagnostics.all.map(({ message }) => message), []);
  Deno.removeSync(path);
  const program = compileMain(checked, { verify: true });
  assert(program !== undefined);
  return program;
}

function policyOf(...lists: string[]): Policy {
  const policy = parsePolicy(lists);
  if (typeof policy === "string") throw new Error(policy);
  return policy;
}

for (const engine of ENGINES) {
  Deno.test(`no way out of a sandbox on ${engine.name}`, async () => {
    const program = compiled(ESCAPE);
    const folder = makeFolders();
    const io = new CapturedIo();
    const { exitCode } = await engine.run(program, {
      host,
      io,
      args: [`${folder}/in`, `${folder}/out`],
      release: false,
      sanitize: true,
      policy: policyOf(`FileSystem:${folder}/in`),
    });
    const lines = io.stdout().trimEnd().split("\n").map((line) => line.split(": ", 2));
    assertEquals([exitCode, lines.length, io.stderr()], [0, 43, ""]);
    for (const [what = "", became] of lines) {
      if (INSIDE.includes(what)) assertEquals([what, became], [what, "OPEN"]);
      else assert(became !== "OPEN", what);
    }
    const text = io.stdout();
    assertStringIncludes(text, "absolute: --allow=FileSystem:OUT/secret\n");
    assertStringIncludes(text, "temporary through a link: --allow=FileSystem:IN/folder_link\n");
    assertStringIncludes(text, "facts of nothing: --allow=FileSystem:OUT/none\n");
    assertStringIncludes(text, "child process: not allowed in the sandbox; --allow=Process:cat");
    assertStringIncludes(
      text,
      "clock: clock.now: not allowed in the sandbox; --allow=Clock allows",
    );
    assertEquals([...Deno.readDirSync(`${folder}/out`)].map(({ name }) => name), ["secret"]);
    assertEquals(Deno.readTextFileSync(`${folder}/out/secret`), "out/secret");
    assertEquals(Deno.readTextFileSync(`${folder}/in/file`), "in/file");
    Deno.removeSync(folder, { recursive: true });
  });
}

Deno.test("what is granted works, and nothing else", async () => {
  const program = compiled(`
use std.env { Env };
use std.process { Process };
use std.random { Random };
use std.time { Clock };
@main () -> void = {
    let $n = Clock.now().to_unix_secs() + Random.bits() % 2;
    print(msg: \`{n > 0} {Env.get(name: "ONE")} {Process.run(program: "echo", args: ["x"]).unwrap().text()}\`);
    print(msg: \`{catch(expr: Env.get(name: "TWO"))} {Process.run(program: "ls").is_err()}\`)
}`);
  for (const engine of ENGINES) {
    const io = new CapturedIo("", { ONE: "1", TWO: "2" });
    const policy = policyOf("Clock,Random", "Env:ONE", "Process:echo");
    await engine.run(program, { host, io, args: [], release: false, policy });
    const [first = "", second] = io.stdout().split("\n");
    assertEquals(first.replace("None", "Some(1)"), "true Some(1) Some(x", engine.name);
    assertEquals(second, ")");
    const refused = "Err(env.get: not allowed in the sandbox; --allow=Env:TWO allows it) true";
    assertStringIncludes(io.stdout(), refused);
  }
});

Deno.test("a native program does not follow a link that comes into being while it works", async () => {
  const program = compiled(`
use std.fs { FileSystem };
@main (args: [str]) -> void = {
    let seen = 0;
    for _ in 0..20000 do match FileSystem.read(path: args[0] + "/in/flip/secret") {
        Ok(text) -> if text == "out/secret" then print(msg: "OPEN") else seen += 1,
        Err(_) -> (),
    };
    print(msg: if seen > 0 then "seen" else "never seen")
}`);
  const folder = makeFolders();
  Deno.mkdirSync(`${folder}/in/real`);
  Deno.writeTextFileSync(`${folder}/in/real/secret`, "inner");
  const script = "cd $0/in; while :; do mv -T real flip; mv -T flip real; " +
    "ln -s ../out flip; rm flip; done 2>/dev/null";
  const flipper = new Deno.Command("sh", { args: ["-c", script, folder] }).spawn();
  const engine = ENGINES.find(({ name }) => name === "aot");
  const io = new CapturedIo();
  const policy = policyOf(`FileSystem:${folder}/in`);
  await engine?.run(program, { host, io, args: [folder], release: true, policy });
  flipper.kill("SIGKILL");
  await flipper.status;
  assertEquals(io.stdout(), "seen\n");
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("the flags of run and build", async () => {
  const text = `use std.fs { FileSystem };
@main () -> void = print(msg: match FileSystem.read(path: "data/x") { Ok(text) -> text, Err(e) -> e.to_str() });
`;
  await Workspace.with({ "main.ori": text }, async (workspace) => {
    await Deno.mkdir(`${workspace.path}/data`);
    await Deno.writeTextFile(`${workspace.path}/data/x`, "inside");
    const refused = "data/x: not allowed in the sandbox; --allow=FileSystem:data/x allows it\n";
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await workspace.ori(args);
      return [code, stdout, stderr];
    };
    assertEquals(await run("run", "main.ori"), [0, "inside\n", ""]);
    assertEquals(await run("run", "--sandbox", "main.ori"), [0, refused, ""]);
    assertEquals(await run("run", "--allow=FileSystem:data/x", "main.ori"), [0, "inside\n", ""]);
    for (const wrong of ["Files", "Clock:now", "Env:", ""]) {
      assertEquals((await run("run", `--allow=${wrong}`, "main.ori"))[0], 2, wrong);
    }
    assertEquals((await run("build", "--sandbox", "main.ori"))[0], 0);
    assertEquals(await workspace.run(`${workspace.path}/main`, []), {
      code: 0,
      stdout: refused,
      stderr: "",
    });
    assertEquals((await run("build", "--allow=Clock,FileSystem:./data", "main.ori"))[0], 0);
    assertEquals((await workspace.run(`${workspace.path}/main`, [])).stdout, "inside\n");
    assertEquals((await run("build", "main.ori"))[0], 0);
    assertEquals((await workspace.run(`${workspace.path}/main`, [])).stdout, "inside\n");
    assertEquals((await run("build", "--sandbox", "--emit=llvm", "main.ori"))[0], 2);
    assertEquals((await run("run", "--sandbox", "--engine=aot", "main"))[0], 2);
  });
});
