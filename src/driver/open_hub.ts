/** The hub that flags and the environment ask for. */
import type { FullHost } from "../base/mod.ts";
import {
  Hub,
  JsonLines,
  LogFilter,
  LogPrinter,
  Metrics,
  openSink,
  type Output,
  readSettings,
  SettingsError,
} from "../events/mod.ts";

/**
 * The hub for a run of ori: JSON lines as `ORI_DEBUG_*` or `flag` say, and `print` for the lines of `ORI_LOG`. Undefined when
 * nothing is asked for. Throws `SettingsError` when what is asked for is malformed or cannot be written.
 */
export function openHub(
  host: FullHost,
  flag: (name: string) => string | undefined,
  print: (line: string) => void,
): Hub | undefined {
  const metrics = new Metrics();
  const outputs: Output[] = [];
  const filter = host.environment("ORI_LOG");
  if (filter !== undefined && filter !== "") {
    const complain = (text: string) => {
      throw new SettingsError(text);
    };
    outputs.push(new LogPrinter(new LogFilter(filter, complain), print));
  }
  // A flag goes before its variable.
  const setting = (flagName: string, variable: string, text: string | undefined) => {
    const given = flag(flagName);
    if (given !== undefined) return { name: `--${flagName}`, text: given };
    return text === undefined ? undefined : { name: variable, text };
  };
  const probes = setting("debug-fn", "", undefined) ?? setting("debug-expr", "", undefined);
  const settings = readSettings({
    probes,
    enable: host.environment("ORI_DEBUG_ENABLE"),
    kinds: setting("debug-kinds", "ORI_DEBUG_KINDS", host.environment("ORI_DEBUG_KINDS")),
    sink: setting("debug-sink", "ORI_DEBUG_SINK", host.environment("ORI_DEBUG_SINK")),
    level: setting("debug-level", "ORI_DEBUG_LEVEL", host.environment("ORI_DEBUG_LEVEL")),
    rate: setting("debug-rate", "ORI_DEBUG_RATE", host.environment("ORI_DEBUG_RATE")),
    sample: setting("debug-sample", "ORI_DEBUG_SAMPLE", host.environment("ORI_DEBUG_SAMPLE")),
  });
  if (settings !== undefined) {
    outputs.push(new JsonLines(settings, openSink(host, settings.sink), metrics));
  }
  return outputs.length === 0 ? undefined : new Hub(outputs, metrics);
}
