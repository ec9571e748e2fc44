import { assertEquals } from "@std/assert";
import { parseManifest } from "./manifest.ts";

const PACKAGE = '[package]\nname = "a"\nversion = "1.0.0"\n';

/** Each problem with the text that it is at. */
function problemsOf(text: string): string[] {
  return parseManifest(text).problems.map(({ code, start, end }) =>
    `${code} ${text.slice(start, end)}`
  );
}

Deno.test("a manifest with everything", () => {
  const { manifest, problems } = parseManifest(`${PACKAGE}
description = "about"
license = "MIT"
authors = ["A", "B"]
[dependencies]
b = { path = "../b", features = ["x"], default-features = false, optional = true }
[dependencies.c]
path = "c"
[target.unix.dependencies]
d = { path = "d" }
[features]
default = ["fast"]
fast = ["dep:b"]
[tests]
folders = ["t", "more"]
[embed]
max_file_size = "50mb"
`);
  assertEquals(problems, []);
  const plain = { features: [], hasDefaults: true, isOptional: false, targets: [] };
  assertEquals(manifest, {
    name: "a",
    version: "1.0.0",
    dependencies: [
      {
        name: "b",
        path: "../b",
        features: ["x"],
        hasDefaults: false,
        isOptional: true,
        targets: [],
      },
      { ...plain, name: "c", path: "c" },
      { ...plain, name: "d", path: "d", targets: ["unix"] },
    ],
    features: new Map([["default", ["fast"]], ["fast", ["dep:b"]]]),
    testFolders: ["t", "more"],
    embedLimit: 50_000_000,
  });
});

Deno.test("a manifest with the least", () => {
  const { manifest, problems } = parseManifest(PACKAGE);
  assertEquals(problems, []);
  assertEquals(manifest?.testFolders, ["tests"]);
  assertEquals(manifest?.dependencies, []);
});

const WRONG: readonly (readonly [name: string, text: string, ...problems: string[]])[] = [
  ["nothing", "", "E0950 "],
  ["no package", "[features]\n", "E0950 ["],
  ["no name", '[package]\nversion = "1.0.0"\n', "E0950 package"],
  ["no version", '[package]\nname = "a"\n', "E0950 package"],
  ["a name that is none", '[package]\nname = "a-b"\nversion = "1.0.0"\n', "E0950 name"],
  ["the name of std", '[package]\nname = "std"\nversion = "1.0.0"\n', "E0950 name"],
  ["a short version", '[package]\nname = "a"\nversion = "1.0"\n', "E0950 version"],
  ["a number as version", '[package]\nname = "a"\nversion = 1\n', "E0950 version"],
  ["an unknown key", `${PACKAGE}nme = 1\n`, "E0951 nme"],
  ["an unknown section", `${PACKAGE}[scripts]\n`, "E0951 scripts"],
  ["an unknown system", `${PACKAGE}[target.beos.dependencies]\n`, "E0951 beos"],
  ["an unknown key of a target", `${PACKAGE}[target.linux]\nflags = 1\n`, "E0951 flags"],
  [
    "a key of a dependency",
    `${PACKAGE}[dependencies]\nb = { paht = "b" }\n`,
    "E0951 paht",
    "E0950 b",
  ],
  ["a version for a path", `${PACKAGE}[dependencies]\nb = "1"\n`, "E0950 b"],
  ["a feature of no name", `${PACKAGE}[features]\n"a b" = []\n`, "E0950 a b"],
  ["a feature of nothing", `${PACKAGE}[features]\na = ["b"]\n`, "E0950 a"],
  ["no optional dependency", `${PACKAGE}[features]\na = ["dep:b"]\n`, "E0950 a"],
  ["a feature that is no list", `${PACKAGE}[features]\na = true\n`, "E0950 a"],
  ["a list of numbers", `${PACKAGE}[tests]\nfolders = [1]\n`, "E0950 folders"],
  ["a section that is a value", `features = 1\n${PACKAGE}`, "E0950 features"],
  ["no size", `${PACKAGE}[embed]\nmax_file_size = "big"\n`, "E0950 max_file_size"],
  ["no end of a text", '[package]\nname = "a\n', "E0950 \n"],
  ["a key twice", '[package]\nname = "a"\nname = "b"\n', "E0950 n"],
];

for (const [name, text, ...problems] of WRONG) {
  Deno.test(`a manifest with ${name}`, () => assertEquals(problemsOf(text), problems));
}
