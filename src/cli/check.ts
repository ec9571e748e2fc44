/** `ori check PATH...`. */
import { checkFiles, findSources } from "../driver/mod.ts";
import { buildSettings } from "./build_settings.ts";
import { type Command, EXIT, formatOf, sourcePath } from "./command.ts";
import { failWithoutSources, printDiagnostics } from "./output.ts";
import { sourcesOf } from "./package.ts";

export const checkCommand: Command = (args, host, hub) => {
  const settings = buildSettings(args);
  const paths = sourcesOf(host, "check", args.operands.map(sourcePath));
  const sources = findSources(paths, host);
  if (sources.length === 0) return failWithoutSources(paths, formatOf(args));
  const checked = checkFiles(sources, host, hub, settings);
  printDiagnostics(checked, formatOf(args));
  return checked.diagnostics.hasErrors ? EXIT.failure : EXIT.ok;
};
