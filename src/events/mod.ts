export * from "./event.ts";
export { type Decision, Decisions } from "./decisions.ts";
export { type EmitOptions, Events, Hub, listener, type Output } from "./hub.ts";
export { LogFilter, logLine } from "./log_filter.ts";
export { type Metric, METRICS, Metrics } from "./metrics.ts";
export { JsonLines, LogPrinter } from "./outputs.ts";
export {
  type DebugSettings,
  type Rate,
  readSettings,
  type Setting,
  SettingsError,
  type SettingTexts,
} from "./settings.ts";
export { LOG_MARK, openSink, type Sink } from "./sink.ts";
