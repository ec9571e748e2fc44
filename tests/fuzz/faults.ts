/** What is wrong with what ori does with a generated program: it compiles, agrees, and ends well. */
import { createHost } from "../../src/driver/mod.ts";
import { type Fault, faultOf as faultOfFile } from "../../src/testing/mod.ts";

export type { Fault };

const host = createHost();

export function faultOf(text: string): Promise<Fault | undefined> {
  return faultOfFile("main.ori", text, host);
}
