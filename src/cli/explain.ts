/** `ori explain CODE`. */
import { CODES, explain, explanationOf, suggest, toJson } from "../diagnostics/mod.ts";
import { UsageError } from "./args.ts";
import { type Command, EXIT, formatOf } from "./command.ts";
import { printText } from "./output.ts";

export const explainCommand: Command = (args) => {
  const [given, ...more] = args.operands;
  if (given === undefined || more.length > 0) throw new UsageError("`ori explain` takes one code");
  const code = given.toUpperCase();
  const text = explain(code);
  if (text === undefined) {
    const near = suggest(code, Object.keys(CODES));
    const hint = near === undefined ? "" : `; did you mean \`${near}\`?`;
    throw new UsageError(`there is no code \`${given}\`${hint}`);
  }
  if (formatOf(args) === "json") {
    printText(toJson({ schemaVersion: 1, ...explanationOf(code) }) + "\n");
    return EXIT.ok;
  }
  printText(text.endsWith("\n") ? text : text + "\n");
  return EXIT.ok;
};
