import { assertEquals, assertNotEquals } from "@std/assert";
import {
  familyOf,
  parseTarget,
  plainSettings,
  settingsKey,
  targetName,
  targetNames,
} from "./settings.ts";

Deno.test("targets have a name, the name the other way round, and triples", () => {
  const rows: [string, string | undefined][] = [
    ["linux-x86_64", "linux-x86_64"],
    ["x86_64-linux", "linux-x86_64"],
    ["x86_64-unknown-linux-gnu", "linux-x86_64"],
    ["aarch64-unknown-linux-musl", "linux-aarch64"],
    ["armv7-unknown-linux-gnueabihf", "linux-arm"],
    ["riscv64gc-unknown-linux-gnu", "linux-riscv64"],
    ["arm64-apple-darwin", "macos-aarch64"],
    ["darwin-arm64", "macos-aarch64"],
    ["x86_64-pc-windows-msvc", "windows-x86_64"],
    ["x86_64-unknown-freebsd", "freebsd-x86_64"],
    ["aarch64-linux-android", "android-aarch64"],
    ["armv7-linux-androideabi", "android-arm"],
    ["aarch64-apple-ios", "ios-aarch64"],
    ["wasm32-wasi", "wasi-wasm32"],
    ["wasm32-wasip1", "wasi-wasm32"],
    ["windows-riscv64", undefined],
    ["linux", undefined],
    ["", undefined],
    ["x86_64-unknown-linux-what", undefined],
    ["x86_64-nobody-linux-gnu", undefined],
    ["x86_64-unknown-linux-gnu-more", undefined],
  ];
  for (const [text, name] of rows) {
    const target = parseTarget(text);
    assertEquals(target === undefined ? undefined : targetName(target), name, text);
  }
  for (const name of targetNames()) {
    const target = parseTarget(name);
    assertEquals(target && targetName(target), name);
  }
});

Deno.test("families", () => {
  assertEquals(familyOf({ os: "macos", arch: "aarch64" }), "unix");
  assertEquals(familyOf({ os: "windows", arch: "x86_64" }), "windows");
  assertEquals(familyOf({ os: "wasi", arch: "wasm32" }), "wasm");
});

Deno.test("keys differ exactly where other code may be selected", () => {
  const plain = plainSettings({ os: "linux", arch: "x86_64" }, false);
  const others = [
    plainSettings({ os: "linux", arch: "arm" }, false),
    plainSettings({ os: "linux", arch: "x86_64" }, true),
    { ...plain, features: new Set(["a"]) },
    { ...plain, features: new Set(["a", "b"]) },
    { ...plain, flags: new Map([["a", undefined]]) },
    { ...plain, flags: new Map([["a", ""]]) },
    { ...plain, flags: new Map([["a", "b"]]) },
  ];
  const keys = [plain, ...others].map(settingsKey);
  assertEquals(new Set(keys).size, keys.length);
  assertNotEquals(keys[0], keys[1]);
  assertEquals(
    settingsKey({ ...plain, features: new Set(["b", "a"]) }),
    settingsKey({ ...plain, features: new Set(["a", "b"]) }),
  );
});
