/** `ori test PATH...`. */
import { displayLines, toJson } from "../diagnostics/mod.ts";
import { engineNamed, ENGINES, findSources } from "../driver/mod.ts";
import { runTests, summarize, type TestReport, type TestResult } from "../testing/mod.ts";
import { buildSettings, refuseOtherMachine } from "./build_settings.ts";
import { type Command, compileOptions, engineName, EXIT, formatOf, limitsOf } from "./command.ts";
import { fail, failWithoutSources, printText } from "./output.ts";
import { sourcesOf } from "./package.ts";

export const testCommand: Command = async (args, host, hub) => {
  const paths = sourcesOf(host, "test", args.operands);
  const isJson = args.value("format") === "json";
  if (findSources(paths, host).length === 0) {
    return failWithoutSources(paths, isJson ? "json" : "text");
  }
  const engine = engineName(args);
  const filter = args.value("filter");
  const engines = engine === "all" ? ENGINES : [engineNamed(engine)];
  const settings = buildSettings(args);
  const makesNative = engines.some(({ name }) => name === "aot");
  const refusal = makesNative ? refuseOtherMachine(settings) : undefined;
  if (refusal !== undefined) return fail(refusal, formatOf(args), EXIT.usage);
  const results: TestResult[] = [];
  const run = runTests(paths, {
    engines,
    limits: limitsOf(args, engines),
    host,
    hub,
    release: args.flag("release"),
    settings,
    ...compileOptions(host),
    ...(filter === undefined ? {} : { filter }),
  });
  for await (const result of run) {
    results.push(result);
    if (!isJson && result.status === "failed") printText(displayLines(describe(result)));
  }
  const report = summarize(results);
  printText(isJson ? toJson(report) + "\n" : summaryLine(report));
  return report.summary.failed > 0 ? EXIT.failure : EXIT.ok;
};

function describe(result: TestResult): string {
  return `FAILED ${result.file} ${result.name} (${result.engine}): ${result.message}\n`;
}

function summaryLine({ summary }: TestReport): string {
  const skipped = summary.skipped > 0 ? `, ${summary.skipped} skipped` : "";
  return `${summary.passed} passed, ${summary.failed} failed${skipped}\n`;
}
