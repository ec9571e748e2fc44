/** Types of the parts of `deno-std` (npm) that ori uses; the package itself ships none. */

declare module "@std/assert" {
  /** A constructor of any arity, abstract ones included. */
  type AnyConstructor<T> = abstract new (...args: never[]) => T;

  export class AssertionError extends Error {}
  export function assert(condition: unknown, message?: string): asserts condition;
  export function assertFalse(condition: unknown, message?: string): asserts condition is false;
  export function assertEquals<T>(actual: T, expected: T, message?: string): void;
  export function assertNotEquals<T>(actual: T, expected: T, message?: string): void;
  export function assertStrictEquals<T>(
    actual: unknown,
    expected: T,
    message?: string,
  ): asserts actual is T;
  export function assertExists<T>(actual: T, message?: string): asserts actual is NonNullable<T>;
  export function assertInstanceOf<T>(
    actual: unknown,
    expected: AnyConstructor<T>,
    message?: string,
  ): asserts actual is T;
  export function assertStringIncludes(actual: string, expected: string, message?: string): void;
  export function assertMatch(actual: string, expected: RegExp, message?: string): void;
  export function assertNotMatch(actual: string, expected: RegExp, message?: string): void;
  export function assertArrayIncludes<T>(
    actual: ArrayLike<T>,
    expected: ArrayLike<T>,
    message?: string,
  ): void;
  export function assertAlmostEquals(
    actual: number,
    expected: number,
    tolerance?: number,
    message?: string,
  ): void;
  export function assertGreater<T>(actual: T, expected: T, message?: string): void;
  export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void;
  export function assertLess<T>(actual: T, expected: T, message?: string): void;
  export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void;
  export function assertThrows(fn: () => unknown, message?: string): unknown;
  export function assertThrows<E extends Error = Error>(
    fn: () => unknown,
    errorClass: AnyConstructor<E>,
    messageIncludes?: string,
    message?: string,
  ): E;
  export function assertRejects(fn: () => PromiseLike<unknown>, message?: string): Promise<unknown>;
  export function assertRejects<E extends Error = Error>(
    fn: () => PromiseLike<unknown>,
    errorClass: AnyConstructor<E>,
    messageIncludes?: string,
    message?: string,
  ): Promise<E>;
  export function equal(a: unknown, b: unknown): boolean;
  export function fail(message?: string): never;
  export function unreachable(reason?: string): never;
}

declare module "@std/cli/parse-args" {
  type Names<N extends string> = N | readonly N[];

  /** What `parseArgs` returns: flags by name, the rest in `_`, what follows `--` in `"--"`. */
  export type Args<
    B extends string = never,
    S extends string = never,
    C extends string = never,
    D extends boolean = false,
  > =
    & { [K in Exclude<B, C>]: boolean }
    & { [K in Exclude<S, C>]?: string }
    & { [K in Extract<S, C>]: string[] }
    & { [K in Extract<B, C>]: boolean[] }
    & { _: (string | number)[] }
    & (D extends true ? { "--": string[] } : unknown);

  export interface ParseOptions<
    B extends string = never,
    S extends string = never,
    C extends string = never,
    D extends boolean = false,
  > {
    /** Everything after `--` goes to `"--"` instead of `_`. */
    "--"?: D;
    alias?: Record<string, string | readonly string[]>;
    boolean?: Names<B>;
    string?: Names<S | "_">;
    collect?: Names<C>;
    default?: Partial<Record<B | S | C, unknown>>;
    negatable?: Names<B>;
    stopEarly?: boolean;
    /** Called for each argument that no option names; `false` drops it. */
    unknown?: (arg: string, key?: string, value?: unknown) => unknown;
  }

  export function parseArgs<
    const B extends string = never,
    const S extends string = never,
    const C extends string = never,
    const D extends boolean = false,
  >(args: readonly string[], options?: ParseOptions<B, S, C, D>): Args<B, S, C, D>;
}

declare module "@std/fmt/colors" {
  export function setColorEnabled(value: boolean): void;
  export function getColorEnabled(): boolean;
  export function bold(text: string): string;
  export function dim(text: string): string;
  export function italic(text: string): string;
  export function underline(text: string): string;
  export function red(text: string): string;
  export function green(text: string): string;
  export function yellow(text: string): string;
  export function blue(text: string): string;
  export function magenta(text: string): string;
  export function cyan(text: string): string;
  export function white(text: string): string;
  export function gray(text: string): string;
  export function brightRed(text: string): string;
  export function brightGreen(text: string): string;
  export function brightYellow(text: string): string;
  export function brightBlue(text: string): string;
  export function brightMagenta(text: string): string;
  export function brightCyan(text: string): string;
  export function stripAnsiCode(text: string): string;
}

declare module "@std/msgpack" {
  /** What MessagePack can carry. A bigint always takes 9 bytes; `-0` decodes to `0`. */
  export type ValueType =
    | number
    | bigint
    | string
    | boolean
    | null
    | Uint8Array
    | readonly ValueType[]
    | ValueMap;
  export interface ValueMap {
    [key: string]: ValueType;
  }
  export function encode(value: ValueType): Uint8Array<ArrayBuffer>;
  export function decode(bytes: Uint8Array): ValueType;
}

declare module "@std/path" {
  export interface ParsedPath {
    root: string;
    dir: string;
    base: string;
    ext: string;
    name: string;
  }
  export const SEPARATOR: string;
  export const DELIMITER: string;
  export function basename(path: string, suffix?: string): string;
  export function common(paths: string[]): string;
  export function dirname(path: string): string;
  export function extname(path: string): string;
  export function fromFileUrl(url: string | URL): string;
  export function isAbsolute(path: string): boolean;
  export function join(...paths: string[]): string;
  export function normalize(path: string): string;
  export function parse(path: string): ParsedPath;
  export function relative(from: string, to: string): string;
  export function resolve(...paths: string[]): string;
  export function toFileUrl(path: string): URL;
}

/** Paths with `/`, the same on every system. It loads in a fraction of the time of `@std/path`. */
declare module "@std/path/posix" {
  export function dirname(path: string): string;
  export function join(...paths: string[]): string;
  export function normalize(path: string): string;
}
