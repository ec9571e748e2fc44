/** A program that one process checks again and again: for `--watch`, and for tools that stay. */
import type { Host } from "../base/mod.ts";
import { type BuildSettings, ParsedFiles } from "../modules/mod.ts";
import { CheckMemory } from "../types/mod.ts";
import { type Checked, checkFiles } from "./check.ts";

/**
 * Checks the files of `host` as they are when it is asked. What it keeps is found by content, so every answer is that of `checkFiles`;
 * an edit inside of bodies takes the parsing and checking of its own modules.
 */
export class Project {
  readonly #parsed = new ParsedFiles();
  readonly #checks = new CheckMemory();

  constructor(readonly host: Host, readonly settings: BuildSettings) {}

  /** How many modules were checked so far, the same one as often as it was. */
  get checkedModules(): number {
    return this.#checks.checked;
  }

  /** The program of `paths`. */
  check(paths: readonly string[], host: Host = this.host): Checked {
    const memory = { parsed: this.#parsed, checks: this.#checks };
    return checkFiles(paths, host, undefined, this.settings, memory);
  }
}
