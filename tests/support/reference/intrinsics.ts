/** Intrinsics by their definition in `src/operations/intrinsics.ts`, on immutable values. */
import {
  type IntrinsicName,
  panicMessage,
  type PanicText as PanicName,
} from "../../../src/operations/mod.ts";
import {
  byteArray,
  characters,
  expText,
  fixedText,
  fromBytes,
  isBoundary,
  shortestText,
  toBytes,
} from "./texts.ts";
import { Aborted, Compound, List, type Panic, PanicText, type Value } from "./values.ts";

/** The world outside of the program, in bytes of UTF-8. */
export interface World {
  stdout: string;
  stderr: string;
  /** What is left of stdin. */
  stdin: string;
  readonly args: readonly string[];
  /** The panic that a `catch` ended last, and the one that `@panic` handles: what is printed goes to stderr meanwhile. */
  caught?: Panic;
  held?: Panic;
  isDiverted?: boolean;
}

/** The program asks something of the system under it, which the reference has no model of. */
export class TouchesWorld extends Error {}

/** Each handler names the types that its arguments have; a method type lets it. */
type Handler = { run(args: readonly Value[], world: World): Value }["run"];

function print(world: World, text: string): null {
  world[world.isDiverted ? "stderr" : "stdout"] += text;
  return null;
}

function fail(text: PanicName, ...values: readonly (bigint | number)[]): never {
  throw new PanicText(panicMessage(text, ...values));
}

/** `at` as an index below `limit`; panics with the `length` otherwise. */
function indexIn(at: bigint, limit: number, length = limit): number {
  return at < 0n || at >= BigInt(limit) ? fail("index_bounds", at, length) : Number(at);
}

function slice<T extends { slice(start: number, end: number): unknown; length: number }>(
  of: T,
  start: bigint,
  end: bigint,
  text: PanicName,
): ReturnType<T["slice"]> {
  const isInside = start >= 0n && start <= end && end <= BigInt(of.length);
  if (!isInside) return fail(text, start, end, of.length);
  return of.slice(Number(start), Number(end)) as ReturnType<T["slice"]>;
}

function strSlice(s: string, start: bigint, end: bigint): string {
  const part = slice(s, start, end, "str_slice_bounds");
  const isWhole = isBoundary(s, Number(start)) && isBoundary(s, Number(end));
  return isWhole ? part : fail("str_slice_inside", start, end);
}

function codePoint(char: string): bigint {
  return BigInt(fromBytes(char).codePointAt(0) as number);
}

function fnv1a(s: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const unit of s) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit.charCodeAt(0))) * 0x100000001b3n);
  }
  return BigInt.asIntN(64, hash);
}

/** Case mapping character by character, without context. */
function mapCase(s: string, map: (char: string) => string): string {
  return toBytes([...fromBytes(s)].map(map).join(""));
}

const ESCAPES = new Map([
  ["\n", "\\n"],
  ["\t", "\\t"],
  ["\r", "\\r"],
  ["\\", "\\\\"],
  ['"', '\\"'],
  ["\0", "\\0"],
]);

function isUtf8(bytes: string): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(byteArray(bytes));
    return true;
  } catch {
    return false;
  }
}

function bytesOf(list: List): string {
  return list.elements.map((byte) => String.fromCharCode(Number(byte))).join("");
}

function edited(list: List, edit: (elements: Value[]) => void): List {
  const elements = [...list.elements];
  edit(elements);
  return new List(elements);
}

function listGet(xs: List, at: bigint): Value {
  return xs.elements[indexIn(at, xs.elements.length)] as Value;
}

function listSwap(xs: List, i: bigint, j: bigint): List {
  const [a, b] = [listGet(xs, i), listGet(xs, j)];
  return xs.set(Number(i), b).set(Number(j), a);
}

function takeLine(world: World): string {
  const end = world.stdin.indexOf("\n") + 1;
  return takeInput(world, end === 0 ? world.stdin.length : end);
}

function takeInput(world: World, length: number): string {
  const taken = world.stdin.slice(0, length);
  world.stdin = world.stdin.slice(length);
  return toBytes(fromBytes(taken));
}

/** Lowering makes it of `list_slice`. */
type NotInCore = "list_copy";
const HANDLERS = {
  str_len: ([s]: [string]) => BigInt(s.length),
  str_byte_at: ([s, at]: [string, bigint]) => BigInt(s.charCodeAt(indexIn(at, s.length))),
  str_concat: ([left, right]: [string, string]) => left + right,
  str_eq: ([left, right]: [string, string]) => left === right,
  str_compare: ([left, right]: [string, string]) => left < right ? -1n : left > right ? 1n : 0n,
  str_hash: ([s]: [string]) => fnv1a(s),
  str_key_hash: ([s]: [string]) => fnv1a(s) & 0x7fffffffn,
  hash_mix: ([h]: [bigint]) => h & 0x7fffffffn,
  str_slice: ([s, start, end]: [string, bigint, bigint]) => strSlice(s, start, end),
  str_find: ([s, needle, from]: [string, string, bigint]) =>
    from > BigInt(s.length) ? -1n : BigInt(s.indexOf(needle, Number(from < 0n ? 0n : from))),
  str_find_last: ([s, needle]: [string, string]) => BigInt(s.lastIndexOf(needle)),
  str_char_at: ([s, at]: [string, bigint]) =>
    codePoint(characters(s.slice(Number(at), Number(at) + 4))[0] as string),
  str_from_char: ([c]: [bigint]) => toBytes(String.fromCodePoint(Number(c))),
  str_char_count: ([s]: [string]) => BigInt(characters(s).length),
  str_index: ([s, index]: [string, bigint]) => {
    const all = characters(s);
    return all[indexIn(index, all.length)] as string;
  },
  str_repeat: ([s, count]: [string, bigint]) => s.repeat(Math.max(0, Number(count))),
  str_to_upper: ([s]: [string]) => mapCase(s, (char) => char.toUpperCase()),
  str_to_lower: ([s]: [string]) => mapCase(s, (char) => char.toLowerCase()),
  str_escape: ([s]: [string]) => s.replace(/[\n\t\r\\"\0]/g, (sign) => ESCAPES.get(sign) as string),
  str_to_bytes: ([s]: [string]) => new List(Array.from(s, (unit) => BigInt(unit.charCodeAt(0)))),
  str_from_bytes: ([bytes]: [List]) => bytesOf(bytes),
  bytes_are_utf8: ([bytes]: [List]) => isUtf8(bytesOf(bytes)),
  str_parse_float: ([s]: [string]) => Number(s.replaceAll("_", "")),
  int_to_str: ([n]: [bigint]) => String(n),
  float_to_str: ([x]: [number]) => shortestText(x),
  float_to_fixed: ([x, precision]: [number, bigint]) => fixedText(x, Number(precision)),
  float_to_exp: ([x, precision]: [number, bigint]) => expText(x, Number(precision)),

  list_new: () => new List([]),
  list_len: ([xs]: [List]) => BigInt(xs.elements.length),
  list_get: ([xs, at]: [List, bigint]) => listGet(xs, at),
  list_at: ([xs, at]: [List, bigint]) => listGet(xs, at),
  list_push: ([xs, value]: [List, Value]) => xs.push(value),
  list_set: ([xs, at, value]: [List, bigint, Value]) =>
    xs.set(indexIn(at, xs.elements.length), value),
  list_take: ([xs, at]: [List, bigint]) => new Compound(0, [xs, listGet(xs, at)]),
  list_put: ([xs, at, value]: [List, bigint, Value]) =>
    xs.set(indexIn(at, xs.elements.length), value),
  list_own: ([xs]: [List]) => new List([...xs.elements]),
  list_holes: ([length]: [bigint]) => new List(Array(Number(length)).fill(null)),
  list_move: ([from, at, to, slot]: [List, bigint, List, bigint]) => {
    to.replace(Number(slot), listGet(from, at));
    return null;
  },
  cell_swap: ([cell, value]: [List, Value]) => {
    const before = listGet(cell, 0n);
    cell.replace(0, value);
    return before;
  },
  list_slice: ([xs, start, end]: [List, bigint, bigint]) =>
    new List(slice(xs.elements, start, end, "list_slice_bounds")),
  list_concat: ([left, right]: [List, List]) => new List([...left.elements, ...right.elements]),
  list_insert: ([xs, at, value]: [List, bigint, Value]) => {
    const { length } = xs.elements;
    const index = indexIn(at, length + 1, length);
    return edited(xs, (elements) => elements.splice(index, 0, value));
  },
  list_remove: ([xs, at]: [List, bigint]) => {
    const index = indexIn(at, xs.elements.length);
    return edited(xs, (elements) => elements.splice(index, 1));
  },
  list_swap: ([xs, i, j]: [List, bigint, bigint]) => listSwap(xs, i, j),
  list_truncate: ([xs, length]: [List, bigint]) => {
    const kept = length < 0n
      ? 0
      : length < xs.elements.length
      ? Number(length)
      : xs.elements.length;
    return new List(xs.elements.slice(0, kept));
  },

  print: ([text]: [string], world: World) => print(world, `${text}\n`),
  eprint: ([text]: [string], world: World) => {
    world.stderr += `${text}\n`;
    return null;
  },
  write: ([text]: [string], world: World) => print(world, text),
  stdin_line: (_: readonly Value[], world: World) => takeLine(world),
  stdin_rest: (_: readonly Value[], world: World) => takeInput(world, world.stdin.length),
  world_call: () => {
    throw new TouchesWorld();
  },
  world_bytes: () => new List([]),
  world_text: () => "",
  world_invalid_at: () => -1n,
  program_args: (_: readonly Value[], world: World) => new List(world.args.map(toBytes)),
  panic_hold: (_: readonly Value[], world: World) => {
    if (world.caught === undefined) throw new Error("no panic was caught");
    world.held = world.caught;
    world.isDiverted = true;
    return toBytes(world.held.position);
  },
  panic_report: ([message]: [string], world: World) => {
    world.stderr += `panic: ${message} at ${toBytes(world.held?.position ?? "")}\n`;
    world.isDiverted = false;
    return null;
  },
  panic_abort: ([second, first]: [string, string], world: World) => {
    const [at, before] = [world.caught, world.held].map((one) => toBytes(one?.position ?? ""));
    world.stderr += `panic: ${second} at ${at}\n`;
    world.stderr +=
      `abort: in \`@panic\`, which was called for this panic: ${first} at ${before}\n`;
    throw new Aborted();
  },
  panic: ([message]: [string]) => {
    throw new PanicText(fromBytes(message));
  },
} satisfies Record<Exclude<IntrinsicName, NotInCore>, Handler>;

const BY_NAME: ReadonlyMap<string, Handler> = new Map(Object.entries<Handler>(HANDLERS));

/** The result of intrinsic `name`; throws `PanicText` where it panics. */
export function applyIntrinsic(name: IntrinsicName, args: readonly Value[], world: World): Value {
  const handler = BY_NAME.get(name);
  if (handler === undefined) throw new Error(`no reference for ${name}`);
  return handler(args, world);
}
