/** The system as programs see it that ask nothing of it. */
import type { ProgramWorld } from "../../src/base/mod.ts";

export const SILENT_WORLD: ProgramWorld = {
  answer({ operation }) {
    throw new Error(`the program asks for ${operation}`);
  },
  close() {},
};
