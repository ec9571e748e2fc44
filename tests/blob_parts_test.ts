/** What the decoders of blobs refuse, in TypeScript and in C: one blob broken by hand for each check (seeds BL-14). */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decodeBlob } from "../src/blob/mod.ts";
import { withLengths } from "./fuzz/blobs.ts";
import { buildRuntimeTests, runnerOf } from "./runtime/build.ts";
import { blobOf, TYPES } from "./support/blobs.ts";
import { BROKEN_BLOBS } from "./support/broken_blobs.ts";

for (const { name, rule, part, bytes } of BROKEN_BLOBS) {
  Deno.test(`blob: refused in ${part ?? "the head"}, ${name}: ${rule}`, () => {
    const decoded = decodeBlob(bytes);
    assert(decoded.kind === "malformed", "it was accepted");
    assertStringIncludes(decoded.reason, rule);
    assertEquals(decoded.part, part);
  });
}

/** The decoder in C reads no constants, no entry, and of trees only that they are MessagePack. */
const ONLY_IN_TYPESCRIPT = [
  "a constant that is a list",
  "a main that is no function",
  "a key of every object",
  "a span before its file",
  "values without a key",
  "no number",
  "a value of no kind",
  "an int without digits",
];

Deno.test("blob: the decoder in C refuses the same, but for what it does not read", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "ori-blobs-" });
  try {
    const decodeInC = runnerOf(await buildRuntimeTests(["-O1"], folder));
    const path = `${folder}/blobs`;
    const blobs = [blobOf(TYPES), ...BROKEN_BLOBS.map(({ bytes }) => bytes)];
    Deno.writeFileSync(path, withLengths(blobs));
    const { code, stdout, stderr } = await decodeInC(["fuzz", path]);
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    const [sound, ...answers] = stdout.trimEnd().split("\n");
    assertEquals(sound, "1");
    assertEquals(answers.length, BROKEN_BLOBS.length);
    const accepted = BROKEN_BLOBS.filter((_, i) => answers[i] === "1");
    assertEquals(accepted.map(({ name }) => name), ONLY_IN_TYPESCRIPT);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("blob: every check of the decoder has a blob that it refuses", () => {
  const files = ["decode", "read_value", "constants", "words", "type_registry", "syntax_tree"];
  const sites = files.flatMap((name) => {
    const source = Deno.readTextFileSync(new URL(`../src/blob/${name}.ts`, import.meta.url));
    const thrown = [...source.matchAll(/BlobError\(["`]([^"`]+)["`]\)/g)];
    const head = [...source.matchAll(/(?:return|\? undefined :|reason:) ["`]([^"`]+)["`]/g)];
    return [...thrown, ...head].map(([, text = ""]) => text).filter((text) => text.includes(" "));
  });
  assert(sites.length >= 25, `${sites.length} checks are found`);
  const missing = sites.filter((site) => {
    const fixed = site.split(/\$\{[^}]*\}/).map((part) => part.trim());
    const isShown = (rule: string) =>
      fixed.some((part) => part !== "" && (part.includes(rule) || rule.includes(part)));
    return !BROKEN_BLOBS.some(({ rule }) => isShown(rule));
  });
  assertEquals(missing, []);
});
