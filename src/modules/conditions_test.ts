/** Which items of a file stay under which settings. */
import { assertEquals } from "@std/assert";
import { MemoryHost, SourceMap } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import { loadProgram } from "./load.ts";
import { type BuildSettings, parseTarget, plainSettings } from "./settings.ts";

interface Options {
  readonly target?: string;
  readonly isRelease?: boolean;
  readonly features?: readonly string[];
  readonly flags?: readonly (readonly [string, string | undefined])[];
}

function settingsOf({ target = "linux-x86_64", isRelease = false, ...more }: Options) {
  const known = parseTarget(target);
  if (known === undefined) throw new Error(`no target ${target}`);
  const { features = [], flags = [] } = more;
  const settings: BuildSettings = {
    ...plainSettings(known, isRelease),
    features: new Set(features),
    flags: new Map(flags),
  };
  return settings;
}

/** Loads one file; gives the names of the functions that stay, and the codes that are reported. */
function load(text: string, options: Options): { names: string[]; codes: string[] } {
  const diagnostics = new Diagnostics();
  const host = new MemoryHost({ "main.ori": text }, () => "");
  const graph = loadProgram(
    ["main.ori"],
    host,
    new SourceMap(),
    diagnostics,
    settingsOf(options),
  );
  const items = graph.modules.at(-1)?.tree.items ?? [];
  return {
    names: items.flatMap((item) => item.kind === "Function" ? [item.name.text] : []),
    codes: diagnostics.all.map(({ code }) => code),
  };
}

/** Whether a function with these attributes stays. */
function stays(attributes: string, options: Options = {}): boolean {
  const { names, codes } = load(`${attributes}\n@f () -> int = 1;`, options);
  assertEquals(codes, [], attributes);
  return names.includes("f");
}

Deno.test("conditions of the target", () => {
  const rows: [string, string, boolean][] = [
    ['#target(os: "macos")', "macos-aarch64", true],
    ['#target(os: "macos")', "linux-aarch64", false],
    ['#target(not_os: "macos")', "linux-aarch64", true],
    ['#target(arch: "riscv64")', "linux-riscv64", true],
    ['#target(arch: "riscv64")', "linux-arm", false],
    ['#target(not_arch: "arm")', "linux-arm", false],
    ['#target(any_arch: ["arm", "aarch64"])', "android-arm", true],
    ['#target(any_os: ["linux", "ios"])', "android-arm", false],
    ['#target(family: "unix")', "android-aarch64", true],
    ['#target(family: "unix")', "windows-x86_64", false],
    ['#target(family: "windows")', "windows-x86_64", true],
    ['#target(family: "wasm")', "wasi-wasm32", true],
    ['#target(any_family: ["wasm", "windows"])', "ios-aarch64", false],
    ['#target(not_family: "wasm")', "wasi-wasm64", false],
    ['#target(os: "linux", arch: "arm")', "linux-arm", true],
    ['#target(os: "linux", arch: "arm")', "linux-x86_64", false],
    ['#target(os: "linux")\n#target(arch: "arm")', "linux-x86_64", false],
  ];
  for (const [attributes, target, expected] of rows) {
    assertEquals(stays(attributes, { target }), expected, `${attributes} for ${target}`);
  }
});

Deno.test("conditions of mode, features and flags", () => {
  const release: Options = { isRelease: true };
  const ssl: Options = { features: ["ssl", "async_io"] };
  const flags: Options = {
    flags: [["fast", undefined], ["level", "high"], ["not_odd", undefined]],
  };
  const rows: [string, Options, boolean][] = [
    ["#cfg(debug)", {}, true],
    ["#cfg(debug)", release, false],
    ["#cfg(release)", release, true],
    ["#cfg(not_debug)", release, true],
    ["#cfg(not_release)", release, false],
    ['#cfg(feature: "ssl")', ssl, true],
    ['#cfg(feature: "SSL")', ssl, false],
    ['#cfg(not_feature: "ssl")', ssl, false],
    ['#cfg(any_feature: ["tls", "async_io"])', ssl, true],
    ['#cfg(any_feature: ["tls", "dtls"])', ssl, false],
    ['#cfg(debug, feature: "ssl")', ssl, true],
    ['#cfg(release, feature: "ssl")', ssl, false],
    ["#cfg(fast)", flags, true],
    ["#cfg(fast)", {}, false],
    ["#cfg(not_fast)", flags, false],
    ["#cfg(not_fast)", {}, true],
    ['#cfg(level: "high")', flags, true],
    ['#cfg(level: "low")', flags, false],
    ['#cfg(any_level: ["low", "high"])', flags, true],
    ['#cfg(not_level: "high")', flags, false],
    ["#cfg(level)", flags, true],
  ];
  for (const [attributes, options, expected] of rows) {
    assertEquals(stays(attributes, options), expected, attributes);
  }
});

Deno.test("a flag that --cfg sets is no slip for a key of the language", () => {
  assertEquals(load("#cfg(debugs)\n@f () -> int = 1;", {}).codes, ["E0934"]);
  assertEquals(load("#cfg(debugs)\n@f () -> int = 1;", { flags: [["debugs", undefined]] }), {
    names: ["f"],
    codes: [],
  });
});

Deno.test("a condition that is wrong is reported, and what it stands at stays", () => {
  for (const attribute of ['#target(os: "linus")', '#target(on: "linux")', "#target(linux)"]) {
    const { names, codes } = load(`${attribute}\n@f () -> int = 1;`, {});
    assertEquals([names, codes.length], [["f"], 1], attribute);
  }
});

Deno.test("conditions of a file: nothing of it stays, and what it imports is not looked for", () => {
  const text = '#!target(os: "windows")\nuse "./missing" { g };\n@f () -> int = 1;';
  assertEquals(load(text, {}), { names: [], codes: [] });
  assertEquals(load(text, { target: "windows-x86_64" }), { names: ["f"], codes: ["E2063"] });
  assertEquals(load("#!skip\n@f () -> int = 1;", {}).codes, ["E2069"]);
});

Deno.test("later clauses go with the first one", () => {
  const text = (os: string) =>
    `#target(os: "${os}")\n@f (0: int) -> int = 0;\n@f (n) = n;\n@g () -> int = 1;`;
  assertEquals(load(text("windows"), {}).names, ["g"]);
  assertEquals(load(text("linux"), {}).names, ["f", "f", "g"]);
});
