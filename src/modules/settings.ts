/** What conditional code depends on (clause 25): the target, the mode of the build, features and flags. */

export const ARCHITECTURES = [
  "x86_64",
  "aarch64",
  "arm",
  "riscv64",
  "wasm32",
  "wasm64",
] as const;
export type Architecture = typeof ARCHITECTURES[number];

/** The architectures that each operating system runs on: the targets that there are. */
const TARGETS = {
  linux: ["x86_64", "aarch64", "arm", "riscv64"],
  macos: ["x86_64", "aarch64"],
  windows: ["x86_64", "aarch64"],
  freebsd: ["x86_64", "aarch64"],
  openbsd: ["x86_64", "aarch64"],
  netbsd: ["x86_64", "aarch64"],
  android: ["x86_64", "aarch64", "arm"],
  ios: ["aarch64"],
  wasi: ["wasm32", "wasm64"],
} as const satisfies Record<string, readonly Architecture[]>;
export type OperatingSystem = keyof typeof TARGETS;

export const OPERATING_SYSTEMS = Object.keys(TARGETS) as readonly OperatingSystem[];
export const FAMILIES = ["unix", "windows", "wasm"] as const;
export type Family = typeof FAMILIES[number];

/** The machine that a program is compiled for. */
export interface Target {
  readonly os: OperatingSystem;
  readonly arch: Architecture;
}

export interface BuildSettings {
  readonly target: Target;
  readonly isRelease: boolean;
  readonly features: ReadonlySet<string>;
  /** Whether the features that the package has by default are off. */
  readonly withoutDefaults?: boolean;
  /** The flags that `--cfg` sets, with their values. */
  readonly flags: ReadonlyMap<string, string | undefined>;
}

/** Settings without features and flags. */
export function plainSettings(target: Target, isRelease: boolean): BuildSettings {
  return { target, isRelease, features: new Set(), flags: new Map() };
}

/** The family that a target belongs to (25.2.3). */
export function familyOf({ os }: Target): Family {
  if (os === "wasi") return "wasm";
  return os === "windows" ? "windows" : "unix";
}

/** The name of a target, `linux-x86_64`. */
export function targetName({ os, arch }: Target): string {
  return `${os}-${arch}`;
}

/** The names of all targets. */
export function targetNames(): readonly string[] {
  return allTargets().map(targetName);
}

function allTargets(): readonly Target[] {
  return OPERATING_SYSTEMS.flatMap((os) => TARGETS[os].map((arch) => ({ os, arch })));
}

/** Other names of architectures and systems, as triples of LLVM and other tools have them. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ["amd64", "x86_64"],
  ["arm64", "aarch64"],
  ["armv7", "arm"],
  ["riscv64gc", "riscv64"],
  ["darwin", "macos"],
  ["wasip1", "wasi"],
]);

/**
 * The target that `text` names, as `linux-x86_64` or as a triple, `x86_64-unknown-linux-gnu`;
 * undefined where there is none.
 */
export function parseTarget(text: string): Target | undefined {
  const parts = text.split("-").map((part) => SYNONYMS.get(part) ?? part);
  const known = (name: string) => allTargets().find((target) => targetName(target) === name);
  if (parts.length === 2) {
    return known(`${parts[0]}-${parts[1]}`) ?? known(`${parts[1]}-${parts[0]}`);
  }
  const [arch, vendor = "", os, abi, ...more] = parts;
  if (more.length > 0 || !/^(unknown|pc|apple|linux)$/.test(vendor)) return undefined;
  if (abi !== undefined && !ABIS.test(abi)) return undefined;
  // `aarch64-linux-android` has no vendor: the last part names the system.
  if (abi?.startsWith("android") || os?.startsWith("android")) return known(`android-${arch}`);
  return known(`${os}-${arch}`);
}

/** The last part of a triple. */
const ABIS = /^(gnu|musl|msvc|androideabi|android|gnueabi|gnueabihf|musleabihf|eabihf)$/;

/** Whether `text` can name a feature or flag: an identifier (25.3.2). */
export function isFlagName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** Differs for settings that select different code, for keys of caches. */
export function settingsKey(
  { target, isRelease, features, withoutDefaults = false, flags }: BuildSettings,
): string {
  return JSON.stringify([
    targetName(target),
    isRelease,
    [...features].sort(),
    withoutDefaults,
    [...flags].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0),
  ]);
}
