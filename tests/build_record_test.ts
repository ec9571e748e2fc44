/** A build in which nothing has changed takes the program from the cache; every change is noticed, and `--why` says which. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { contents, Workspace } from "./support/cli.ts";

const MAIN = `use "./part" { twice };
@main () -> void = print(msg: \`{twice(n: 21)}\`);
`;
const PART = `pub @twice (n: int) -> int = n * 2;\n`;

/** A folder with a program of two files and a cache of its own. */
function withProgram(use: (w: Records) => Promise<void>): Promise<void> {
  return Workspace.with({ "main.ori": MAIN, "part.ori": PART }, async (w) => {
    const cache = await Deno.makeTempDir({ prefix: "ori-cache-" });
    try {
      await use(new Records(w, cache));
    } finally {
      await Deno.remove(cache, { recursive: true });
    }
  });
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

class Records {
  constructor(readonly w: Workspace, readonly cache: string) {}

  path(name: string): string {
    return join(this.w.path, name);
  }

  write(name: string, text: string): void {
    Deno.writeTextFileSync(this.path(name), text);
  }

  /** `ori build main.ori -o app --why`, which succeeds; what it prints. */
  async build(...flags: string[]): Promise<string> {
    const args = ["build", "main.ori", "-o", "app", "--why", ...flags];
    const { code, stdout, stderr } = await this.ori(args);
    assertEquals([code, stderr], [0, ""], stdout + stderr);
    return stdout;
  }

  ori(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return this.w.oriFast(args, { XDG_CACHE_HOME: this.cache, ...env });
  }

  async prints(): Promise<string> {
    const { stdout } = await new Deno.Command(this.path("app")).output();
    return new TextDecoder().decode(stdout);
  }
}

const UNCHANGED = "cached    program  nothing changed\n";

Deno.test("a build without a change takes the program that is there", async () => {
  await withProgram(async (records) => {
    assertEquals(await records.build(), "compiled  program  first build\n");
    const { mtime } = await Deno.stat(records.path("app"));
    assertEquals(await records.build(), UNCHANGED);
    assertEquals((await Deno.stat(records.path("app"))).mtime, mtime);
    assertEquals(await records.prints(), "42\n");
  });
});

Deno.test("a program that was removed comes back from the cache and can be run", async () => {
  await withProgram(async (records) => {
    await records.build();
    const program = await Deno.readFile(records.path("app"));
    const { mode } = await Deno.stat(records.path("app"));
    await Deno.remove(records.path("app"));
    assertEquals(await records.build(), UNCHANGED);
    assertEquals(await Deno.readFile(records.path("app")), program);
    assertEquals((await Deno.stat(records.path("app"))).mode, mode);
    assertEquals(await records.prints(), "42\n");
  });
});

Deno.test("every change of a source is noticed, and its undoing too", async () => {
  await withProgram(async (records) => {
    await records.build();
    records.write("part.ori", PART.replace("* 2", "* 3"));
    assertEquals(await records.build(), "compiled  program  body inlined from part.ori changed\n");
    assertEquals(await records.prints(), "63\n");
    assertEquals(await records.build(), UNCHANGED);
    records.write("part.ori", PART);
    await records.build();
    assertEquals(await records.prints(), "42\n");
    records.write("main.ori", MAIN.replace("21", "4"));
    assertStringIncludes(await records.build(), "source changed: main.ori");
    assertEquals(await records.prints(), "8\n");
  });
});

Deno.test("a file that is removed is an error, not the program of before", async () => {
  await withProgram(async (records) => {
    await records.build();
    await Deno.remove(records.path("part.ori"));
    const { code, stderr } = await records.ori(["build", "main.ori", "-o", "app"]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "E2063");
  });
});

Deno.test("a program of one unit that was built before, also in another folder, is not compiled", async () => {
  await withProgram(async (records) => {
    await records.build();
    const first = await Deno.readFile(records.path("app"));
    const { mode } = await Deno.stat(records.path("app"));
    records.write("part.ori", PART.replace("* 2", "* 3"));
    assertStringIncludes(await records.build(), "body inlined from part.ori changed");
    records.write("part.ori", PART);
    assertEquals(await records.build(), "cached    program  built before\n");
    assertEquals(await Deno.readFile(records.path("app")), first);
    assertEquals((await Deno.stat(records.path("app"))).mode, mode);
    await withProgram(async (others) => {
      const elsewhere = new Records(others.w, records.cache);
      assertEquals(await elsewhere.build(), "cached    program  built before\n");
      assertEquals(await Deno.readFile(elsewhere.path("app")), first);
    });
    // One that is damaged is compiled.
    await Deno.remove(`${records.cache}/ori/builds`, { recursive: true });
    const cas = join(records.cache, "ori/cas");
    for (const path of Object.keys(await contents(cas))) {
      if (path.includes("/")) Deno.writeTextFileSync(join(cas, path), "damaged");
    }
    assertEquals(await records.build(), "compiled  program  first build\n");
    assertEquals(await Deno.readFile(records.path("app")), first);
  });
});

Deno.test("flags have records of their own", async () => {
  await withProgram(async (records) => {
    await records.build();
    const first = await Deno.readFile(records.path("app"));
    assertEquals(await records.build("--release"), "compiled  program  other flags\n");
    assertEquals(await records.build("--release"), UNCHANGED);
    // The output is the program of the other flags: it is replaced, and not by what it was.
    await records.build();
    assertEquals(await Deno.readFile(records.path("app")), first);
  });
});

Deno.test("warnings are printed by every build", async () => {
  await withProgram(async (records) => {
    records.write("main.ori", `${MAIN}@unused () -> int = { let x = 1; 2 }\n`);
    const outputs: string[] = [];
    for (let i = 0; i < 2; i++) {
      const { stderr } = await records.ori(["build", "main.ori", "-o", "app"]);
      outputs.push(stderr);
    }
    assertEquals(outputs[0], outputs[1]);
  });
});

Deno.test("a damaged record or program costs a build and nothing else", async () => {
  await withProgram(async (records) => {
    await records.build();
    const program = await Deno.readFile(records.path("app"));
    for (const part of ["builds", "cas"]) {
      for (const damage of ["flip", "cut", "empty"]) {
        for (const path of filesBelow(`${records.cache}/ori/${part}`)) {
          const bytes = Deno.readFileSync(path);
          if (damage === "flip") bytes[bytes.length >> 1] ^= 1;
          const left = damage === "flip" ? bytes.length : damage === "cut" ? bytes.length - 1 : 0;
          Deno.writeFileSync(path, bytes.subarray(0, left));
        }
        await Deno.remove(records.path("app"));
        await records.build();
        assertEquals(await Deno.readFile(records.path("app")), program, `${part}, ${damage}`);
        assertEquals(await records.build(), UNCHANGED);
      }
    }
  });
});

function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(`${folder}/${name}`) : [`${folder}/${name}`]
  );
}

Deno.test("a file at the output that ori did not make is not replaced", async () => {
  await withProgram(async (records) => {
    await records.build();
    records.write("app", "notes of the user");
    const { code, stderr } = await records.ori(["build", "main.ori", "-o", "app"]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "E5008");
  });
});

Deno.test("ori cache shows what is there and empties it", async () => {
  await withProgram(async (records) => {
    await records.build();
    const show = async (...args: string[]) =>
      JSON.parse((await records.ori(["cache", "--json", ...args])).stdout);
    const before = await show();
    assertEquals(before.folder, `${records.cache}/ori`);
    assertEquals([before.objects.files, before.builds.files], [1, 2]);
    assert(before.objects.bytes > 10_000 && before.runtimes.bytes > 10_000);
    const after = await show("clear");
    assertEquals([after.objects.files, after.builds.files], [0, 0]);
    assertEquals(after.runtimes, before.runtimes);
    assertStringIncludes((await records.ori(["cache"])).stdout, "limit 1024.0 MiB");
    assertEquals(await records.build(), "compiled  program  first build\n");
    assertEquals((await records.ori(["cache", "empty"])).code, 2);
  });
});

Deno.test("a full cache drops what was not used for the longest time", async () => {
  await withProgram(async (records) => {
    await records.build();
    const old = new Date(Date.now() - 3600_000);
    for (const path of filesBelow(`${records.cache}/ori/cas`)) Deno.utimeSync(path, old, old);
    const kept = filesBelow(`${records.cache}/ori/cas`);
    records.write("part.ori", PART.replace("* 2", "* 5"));
    const size = (await Deno.stat(records.path("app"))).size;
    const limit = { ORI_CACHE_SIZE: `${Math.ceil(size * 1.5 / 1024)}K` };
    await records.ori(["build", "main.ori", "-o", "app"], limit);
    const left = filesBelow(`${records.cache}/ori/cas`);
    assertEquals(left.length, 1);
    assert(!kept.includes(left[0]));
    assertEquals(await records.build(), UNCHANGED);
    assertEquals(await records.prints(), "105\n");
  });
});

Deno.test("ORI_CACHE_SIZE that is no size is refused before anything is built", async () => {
  await withProgram(async (records) => {
    for (const size of ["foo", "500MB", "1.5G", "-1", "10T"]) {
      for (const command of [["build", "main.ori", "-o", "app"], ["cache"], ["cache", "clear"]]) {
        const { code, stdout, stderr } = await records.ori(command, { ORI_CACHE_SIZE: size });
        assertEquals([code, stdout], [2, ""], size);
        assertStringIncludes(stderr, `ORI_CACHE_SIZE: \`${size}\` is no size such as 500M or 2G`);
      }
    }
    assertEquals(exists(records.path("app")), false);
    const empty = await records.ori(["build", "main.ori", "-o", "app"], { ORI_CACHE_SIZE: "" });
    assertEquals(empty.code, 0);
  });
});

Deno.test("what an ended build left of a runtime goes when it is old", async () => {
  await withProgram(async (records) => {
    await records.build();
    const left = ["old", "new"].map((name) => `${records.cache}/ori/.ori-${name}.tmp`);
    const age = () => {
      for (const path of left) Deno.mkdirSync(`${path}/src`, { recursive: true });
      const old = new Date(Date.now() - 2 * 24 * 3600_000);
      Deno.utimeSync(left[0], old, old);
    };
    age();
    await records.ori(["cache", "clear"]);
    assertEquals(left.map(exists), [false, true]);
    age();
    await records.build();
    assertEquals(left.map(exists), [false, true]);
  });
});

Deno.test("--jobs takes a whole number from 1 to 9999", async () => {
  await withProgram(async (records) => {
    for (const jobs of ["0", "-1", "x", "1.5", "", "10000"]) {
      const { code } = await records.ori(["build", "main.ori", `--jobs=${jobs}`]);
      assertEquals(code, 2, jobs);
    }
  });
});
