/** What the look at an embedded file found, as a text to compare. */
import { type EmbedResult, textOfBytes } from "../base/mod.ts";

/** Differs where the file or the reason that there is none does. */
export function embedAnswer(result: EmbedResult): string {
  return result.kind === "bytes" ? `=${textOfBytes(result.bytes)}` : `!${JSON.stringify(result)}`;
}
