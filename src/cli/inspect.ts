/** `ori inspect FILE`. */
import { toJson } from "../diagnostics/mod.ts";
import { describeEmbedded, type ProgramDescription, readEmbedded } from "../driver/mod.ts";
import { UsageError } from "./args.ts";
import { type Command, EXIT, formatOf } from "./command.ts";
import { failMalformed, printText } from "./output.ts";

export const inspectCommand: Command = (args, host) => {
  const [file, ...more] = args.operands;
  if (file === undefined || more.length > 0) throw new UsageError("`ori inspect` takes one file");
  const embedded = readEmbedded(host, file);
  const format = formatOf(args);
  if (embedded.kind === "none") return failMalformed(`${file} holds no compiled program`, format);
  if (embedded.kind === "malformed") return failMalformed(embedded.message, format);
  const description = describeEmbedded(embedded);
  printText(format === "json" ? toJson(description) + "\n" : asText(file, description));
  return EXIT.ok;
};

function asText(file: string, d: ProgramDescription): string {
  const lines = [
    `${file}: a program compiled by ori ${d.compiler}, schema version ${d.blobVersion}`,
    ...(d.binaryBytes === null ? [] : [`  binary ${d.binaryBytes} bytes`]),
    `  program ${d.blobBytes} bytes`,
    ...Object.entries(d.parts).map(([part, bytes]) => `    ${part} ${bytes}`),
    ...(d.decoderBytes === null ? [] : [`  decoder ${d.decoderBytes} bytes`]),
    ...(d.main === null ? [] : [`  starts at ${d.main}`]),
    ...d.tests.map((test) => `  test ${test}`),
    `functions: ${d.functions.length}`,
    ...d.functions.map((fn) => {
      const params = fn.params.map(({ type, ownership }) => `${ownership} ${type}`).join(", ");
      const captures = fn.captures.length === 0 ? "" : `, captures ${fn.captures.join(", ")}`;
      const tool = fn.isTool ? ", made by the compiler" : "";
      return `  ${fn.name} (${params}) -> ${fn.result}  ${fn.place}, ${fn.codeBytes} bytes${captures}${tool}`;
    }),
    `types: ${d.types.length}`,
    ...d.types.map(({ name, kind, isCounted, bytes }) =>
      `  ${name}: ${kind}, ${bytes} bytes${isCounted ? ", counted" : ""}`
    ),
    `syntax trees: ${d.modules.length}`,
    ...d.modules.map(({ file, items }) => `  ${file}: ${items} items`),
  ];
  return lines.join("\n") + "\n";
}
