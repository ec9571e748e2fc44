/** `ori check PATH...`. */
import { checkFiles, findSources } from "../driver/mod.ts";
import { UsageError } from "./args.ts";
import { type Command, EXIT, formatOf, sourcePath } from "./command.ts";
import { printDiagnostics } from "./output.ts";

export const checkCommand: Command = (args, host, hub) => {
  if (args.operands.length === 0) throw new UsageError("`ori check` needs a file or folder");
  const checked = checkFiles(findSources(args.operands.map(sourcePath), host), host, hub);
  printDiagnostics(checked, formatOf(args));
  return checked.diagnostics.hasErrors ? EXIT.failure : EXIT.ok;
};
