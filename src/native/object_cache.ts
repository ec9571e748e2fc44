/**
 * What compilers made, by the key of all that they were given. `ac/KEY` holds the digest, `cas/DIGEST` the bytes, in the layout of Bazel's
 * caches. Files get their names when they are complete, and are compared with their digest when they are read, so builds at the same time,
 * ended builds and damage cost time and nothing else.
 */
import { type FullHost, replaceFile } from "../base/mod.ts";
import { decodeActionResult, encodeActionResult } from "./action_result.ts";
import { digestOf } from "./cache.ts";

/** An object that was found. */
export interface Found {
  readonly bytes: Uint8Array;
  readonly from: "cache" | "remote";
}

/** A cache behind the one of this machine. */
export interface RemoteCache {
  /** The object for `key`, compared with its digest; undefined where there is none or the server fails. */
  find(key: string): Promise<Uint8Array | undefined>;
  store(key: string, bytes: Uint8Array): Promise<void>;
}

export class ObjectCache {
  #stored = 0;

  /** `folder` exists and can be written. */
  constructor(
    readonly host: FullHost,
    readonly folder: string,
    readonly remote?: RemoteCache,
  ) {}

  /** How many objects this run has added. */
  get stored(): number {
    return this.#stored;
  }

  /** The object for `key` (SHA-256 in hexadecimal). What came from the remote cache is kept here, too. */
  async find(key: string): Promise<Found | undefined> {
    const bytes = await this.#findHere(key);
    if (bytes !== undefined) return { bytes, from: "cache" };
    const remote = await this.remote?.find(key);
    if (remote === undefined) return undefined;
    await this.#storeHere(key, remote);
    return { bytes: remote, from: "remote" };
  }

  /** Keeps an object. A cache that cannot be written is no reason to fail. */
  async store(key: string, bytes: Uint8Array): Promise<void> {
    await this.#storeHere(key, bytes);
    await this.remote?.store(key, bytes);
  }

  /** An object by its digest, if its bytes have it. */
  async read(hash: string): Promise<Uint8Array | undefined> {
    const path = this.#path("cas", hash);
    const bytes = this.host.readBytes(path);
    if (bytes === undefined) return undefined;
    if (await digestOf(bytes) === hash) {
      this.host.touchFile(path);
      return bytes;
    }
    this.host.removeFile(path);
    return undefined;
  }

  /** Keeps bytes by their digest, which it gives. */
  async write(bytes: Uint8Array): Promise<string> {
    const hash = await digestOf(bytes);
    const path = this.#path("cas", hash);
    if (this.host.fileFacts(path)?.size !== bytes.length) this.#replace(path, bytes);
    return hash;
  }

  async #findHere(key: string): Promise<Uint8Array | undefined> {
    const path = this.#path("ac", key);
    const entry = this.host.readBytes(path);
    const digest = entry === undefined ? undefined : decodeActionResult(entry);
    if (digest === undefined) return undefined;
    const bytes = await this.read(digest.hash);
    if (bytes !== undefined) this.host.touchFile(path);
    return bytes;
  }

  async #storeHere(key: string, bytes: Uint8Array): Promise<void> {
    const hash = await this.write(bytes);
    this.#replace(this.#path("ac", key), encodeActionResult({ hash, size: bytes.length }));
    this.#stored++;
  }

  #replace(path: string, bytes: Uint8Array): void {
    this.host.makeDirectory(path.slice(0, path.lastIndexOf("/")));
    replaceFile(this.host, path, bytes);
  }

  #path(kind: "ac" | "cas", hash: string): string {
    return `${this.folder}/${kind}/${hash.slice(0, 2)}/${hash}`;
  }
}
