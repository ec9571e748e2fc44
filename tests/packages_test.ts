/** Packages: `ori.toml`, imports by name, features, and commands that take the package of their folder. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { createHost, ENGINES } from "../src/driver/mod.ts";
import { runTests } from "../src/testing/mod.ts";
import { Workspace } from "./support/cli.ts";

const PACKAGES = "tests/packages";

Deno.test("the tests of a package and of its dependencies, on every engine", async () => {
  const paths = [`${PACKAGES}/app/src`, `${PACKAGES}/app/tests`];
  const options = { engines: ENGINES, host: createHost(), release: false, verify: true };
  const found: string[] = [];
  for await (const { name, engine, status, message } of runTests(paths, options)) {
    found.push(`${name} ${engine} ${status} ${message ?? ""}`.trim());
  }
  const names = ["test_greet", "test_outside"];
  assertEquals(found, names.flatMap((name) => ENGINES.map((one) => `${name} ${one.name} passed`)));
});

/** A workspace with the packages of `tests/packages` in it. */
async function withPackages(use: (w: Workspace) => Promise<void>): Promise<void> {
  await Workspace.with({}, async (w) => {
    await w.tool(
      "cp",
      "-r",
      ...["app", "util", "extra"].map((name) => join(Deno.cwd(), PACKAGES, name)),
      ".",
    );
    await use(w);
  });
}

Deno.test("commands take a folder with an ori.toml, and --feature reaches dependencies", async () => {
  await withPackages(async (w) => {
    const plain = { code: 0, stdout: "HELLO WORLD!\nplain\n0\n", stderr: "" };
    const more = { code: 0, stdout: "HELLO WORLD!\nextra\n2\n", stderr: "" };
    for (const engine of ENGINES) {
      const run = ["run", `--engine=${engine.name}`];
      assertEquals(await w.ori([...run, "app"]), plain);
      assertEquals(await w.ori([...run, "--feature=more", "app", "--", "a", "b"]), more);
    }
    const refused = await w.ori(["run", "--feature=moer", "app"]);
    assertEquals(refused.code, 1);
    assertStringIncludes(refused.stderr, "error[E0953]: the package `app` has no feature `moer`");
    const library = await w.ori(["run", "util"]);
    assertEquals(library.code, 2);
    assertStringIncludes(library.stderr, "the package in `util` has no `src/main.ori`");
  });
});

Deno.test("commands without a file take the package around the working directory", async () => {
  await withPackages(async (w) => {
    const inside = (folder: string, ...args: readonly string[]) =>
      w.run("sh", ["-c", `cd ${folder} && exec "$@"`, "sh", Deno.execPath(), ...ORI, ...args]);
    for (const folder of ["app", "app/src", "app/tests"]) {
      assertEquals((await inside(folder, "run")).stdout, "HELLO WORLD!\nplain\n0\n", folder);
    }
    assertEquals((await inside("app", "check")).code, 0);
    assertEquals((await inside("app/src", "test")).stdout, "2 passed, 0 failed\n");
    assertEquals((await inside("app", "build")).code, 0);
    assertEquals((await w.run(`${w.path}/app/app`, ["one"])).stdout, "HELLO WORLD!\nplain\n1\n");
    const nothing = await inside(".", "test");
    assertEquals(nothing.code, 2);
    assertStringIncludes(nothing.stderr, "needs a file or folder, or a folder with an `ori.toml`");
  });
});

Deno.test("a build is made again when a manifest changes what is compiled", async () => {
  await withPackages(async (w) => {
    const build = async () => {
      assertEquals((await w.ori(["build", "app", "-o", "out"])).code, 0);
      return (await w.run(`${w.path}/out`, [])).stdout;
    };
    assertEquals(await build(), "HELLO WORLD!\nplain\n0\n");
    const manifest = await w.read("app/ori.toml");
    await Deno.writeTextFile(
      join(w.path, "app/ori.toml"),
      manifest.replace(', features = ["loud"]', ""),
    );
    assertEquals(await build(), "HELLO WORLD.\nplain\n0\n");
    await Deno.writeTextFile(
      join(w.path, "util/ori.toml"),
      '[package]\nname = "util"\nversion = "1.0.0"\n[features]\ndefault = ["loud"]\nloud = []\n',
    );
    assertEquals(await build(), "HELLO WORLD!\nplain\n0\n");
    const off = await w.ori(["run", "--no-default-features", "app"]);
    assertEquals(off.stdout, "HELLO WORLD!\nplain\n0\n");
  });
});

Deno.test("links do not lead out of a project; a build follows the files that it embeds", async () => {
  const main = '@main () -> void = { let text: str = embed("data/text.txt"); print(msg: text); }';
  await Workspace.with({ "secret.txt": "secret" }, async (w) => {
    await Deno.mkdir(join(w.path, "app/data"), { recursive: true });
    await Deno.writeTextFile(join(w.path, "app/main.ori"), main);
    const text = join(w.path, "app/data/text.txt");
    const build = async () => {
      const { code, stderr } = await w.ori(["build", "app/main.ori", "-o", "out"]);
      return code === 0 ? (await w.run(`${w.path}/out`, [])).stdout : stderr;
    };
    assertStringIncludes(await build(), "error[E0942]");
    await Deno.writeTextFile(text, "one");
    assertEquals(await build(), "one\n");
    await Deno.writeTextFile(text, "two");
    assertEquals(await build(), "two\n");
    await Deno.remove(text);
    await Deno.symlink("../../secret.txt", text);
    assertStringIncludes(await build(), "error[E0941]");
    await Deno.remove(join(w.path, "app/data"), { recursive: true });
    await Deno.symlink("../", join(w.path, "app/data"));
    await Deno.writeTextFile(join(w.path, "text.txt"), "outside");
    assertStringIncludes(await build(), "error[E0941]");
    await Deno.writeTextFile(
      join(w.path, "ori.toml"),
      '[package]\nname = "all"\nversion = "1.0.0"\n',
    );
    assertEquals(await build(), "outside\n");
  });
});

const ORI = ["run", "-A", "--config", join(Deno.cwd(), "deno.json"), join(Deno.cwd(), "main.ts")];
