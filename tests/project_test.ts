/**
 * What a process keeps of a program never changes a result: after each random edit, the diagnostics and the native code of a `Project` are
 * those of a clean build. `ORI_TEST_EDITS=300` makes that many edits; each run has its seed in the names of failures.
 */
import { assert, assertEquals } from "@std/assert";
import { MemoryHost } from "../src/base/mod.ts";
import {
  type Checked,
  checkFiles,
  compileMain,
  machineSettings,
  Project,
  renderJson,
  renderText,
} from "../src/driver/mod.ts";
import { nativeIr } from "../src/driver/build_native.ts";
import { randomEdits } from "./support/random_edits.ts";

const SEED = Number(Deno.env.get("ORI_TEST_SEED") ?? "1");
const EDITS = Number(Deno.env.get("ORI_TEST_EDITS") ?? "40");

/** Units are small, so that a small program has several. */
const OPTIONS = {
  release: false,
  sanitize: false,
  isTestHarness: false,
  unitSizes: { single: 0, least: 20, wanted: 60, most: 200, imported: 0 },
};

function hostOf(files: Readonly<Record<string, string>>): MemoryHost {
  return new MemoryHost(files, (url) => Deno.readTextFileSync(url));
}

/** All that a build gives: the messages in both forms, and the native code with the blob in it; none of a program with errors. */
function results(checked: Checked): readonly [messages: string, code: string | undefined] {
  const program = compileMain(checked, { verify: false });
  const code = program === undefined ? undefined : nativeIr(program, OPTIONS);
  const { diagnostics, sources } = checked;
  const text = renderText(diagnostics.all, sources, { color: false });
  return [`${text}\n${renderJson(diagnostics.all, sources)}`, code];
}

Deno.test("project: after random edits, diagnostics and code are those of clean builds", () => {
  const project = new Project(hostOf({}), machineSettings());
  let sound = 0;
  for (const { edit, files } of randomEdits(SEED, EDITS)) {
    const host = hostOf(files);
    const [messages, code] = results(project.check(["main.ori"], host));
    const clean = results(checkFiles(["main.ori"], host));
    assertEquals(messages, clean[0], `seed ${SEED}, edit ${edit}`);
    assert(code === clean[1], `seed ${SEED}, edit ${edit}: other code`);
    if (code !== undefined) sound++;
  }
  assert(sound > EDITS / 5, `only ${sound} of ${EDITS} programs were sound`);
  assert(sound < EDITS, "no program had an error");
  // A clean build checks five modules; edits of declarations, too.
  assert(project.checkedModules < 4 * EDITS, `${project.checkedModules} modules were checked`);
});
