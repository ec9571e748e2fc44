import { assertEquals } from "@std/assert";
import { ENVIRONMENT } from "./environment.ts";

/** Reads of a variable, in TypeScript and in C. */
const READ = /(?:environment|getenv|env\.get|isSet|oriEnv)\("(ORI_[A-Z_]+)"/g;

function* sources(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sources(path);
    else if (/\.(ts|c)$/.test(path) && !path.endsWith("_test.ts")) {
      yield Deno.readTextFileSync(path);
    }
  }
}

Deno.test("VER-14: the variables that are read are those that help and docs list", () => {
  const read = new Set<string>();
  for (const folder of ["src", "runtime/src"]) {
    for (const text of sources(folder)) {
      for (const [, name] of text.matchAll(READ)) if (name !== undefined) read.add(name);
    }
  }
  assertEquals([...read].sort(), ENVIRONMENT.map((v) => v.name).sort());
});
