/** `ori check PATH...`. */
import { checkFiles, findSources } from "../driver/mod.ts";
import { UsageError } from "./args.ts";
import { buildSettings } from "./build_settings.ts";
import { type Command, EXIT, formatOf, sourcePath } from "./command.ts";
import { failWithoutSources, printDiagnostics } from "./output.ts";

export const checkCommand: Command = (args, host, hub) => {
  if (args.operands.length === 0) throw new UsageError("`ori check` needs a file or folder");
  const settings = buildSettings(args);
  const paths = args.operands.map(sourcePath);
  const sources = findSources(paths, host);
  if (sources.length === 0) return failWithoutSources(paths, formatOf(args));
  const checked = checkFiles(sources, host, hub, settings);
  printDiagnostics(checked, formatOf(args));
  return checked.diagnostics.hasErrors ? EXIT.failure : EXIT.ok;
};
