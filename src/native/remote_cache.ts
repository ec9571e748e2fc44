/**
 * A cache on a server, over HTTP: GET and PUT of `/ac/KEY` and `/cas/DIGEST`, as Bazel, ccache and sccache have it. A server that fails,
 * takes too long or sends what it should not is not asked again in this build; the build goes on without it.
 */
import type { FullHost, HttpResult } from "../base/mod.ts";
import { decodeActionResult, encodeActionResult } from "./action_result.ts";
import { digestOf } from "./cache.ts";
import type { RemoteCache } from "./object_cache.ts";

/** How long one request may take, its answer included. */
const TIMEOUT_MS = 5000;

/** The most bytes of an entry and of an object. */
const MAX_ENTRY = 4096;
const MAX_OBJECT = 256 * 1024 ** 2;

/** The cache that ORI_REMOTE_CACHE names, if it is set. `tell` gets at most one message. */
export function remoteCache(
  host: FullHost,
  tell: (message: string) => void,
): RemoteCache | undefined {
  const url = host.environment("ORI_REMOTE_CACHE") ?? "";
  if (url === "") return undefined;
  if (/^https?:\/\/[^/]/.test(url)) return new HttpCache(host, url.replace(/\/+$/, ""), tell);
  tell(`ORI_REMOTE_CACHE is no URL that starts with http:// or https://: ${url}`);
  return undefined;
}

class HttpCache implements RemoteCache {
  #isOff = false;

  constructor(
    readonly host: FullHost,
    readonly url: string,
    readonly tell: (message: string) => void,
  ) {}

  async find(key: string): Promise<Uint8Array | undefined> {
    const entry = await this.#get(`ac/${key}`, MAX_ENTRY);
    if (entry === undefined) return undefined;
    const digest = decodeActionResult(entry);
    if (digest === undefined || digest.size > MAX_OBJECT) {
      return this.#turnOff("it sent an entry that names no object");
    }
    const bytes = await this.#get(`cas/${digest.hash}`, digest.size);
    if (bytes === undefined || await digestOf(bytes) === digest.hash) return bytes;
    return this.#turnOff("it sent an object that does not have its digest");
  }

  /** The object comes first, so that no entry names one that is not there. */
  async store(key: string, bytes: Uint8Array): Promise<void> {
    const hash = await digestOf(bytes);
    const entry = encodeActionResult({ hash, size: bytes.length });
    if (await this.#put(`cas/${hash}`, bytes)) await this.#put(`ac/${key}`, entry);
  }

  async #get(path: string, limit: number): Promise<Uint8Array | undefined> {
    const result = await this.#request("GET", path, { limit });
    if (result === undefined || result.status === 404) return undefined;
    if (result.status === 200) return result.bytes;
    return this.#turnOff(`it answers ${result.status}`);
  }

  async #put(path: string, body: Uint8Array): Promise<boolean> {
    const result = await this.#request("PUT", path, { limit: MAX_ENTRY, body });
    if (result === undefined) return false;
    if (result.status >= 200 && result.status < 300) return true;
    this.#turnOff(`it answers ${result.status} to a new object`);
    return false;
  }

  async #request(
    method: "GET" | "PUT",
    path: string,
    { limit, body }: { readonly limit: number; readonly body?: Uint8Array },
  ): Promise<Extract<HttpResult, { kind: "answer" }> | undefined> {
    if (this.#isOff) return undefined;
    const options = { timeoutMs: TIMEOUT_MS, limit, ...(body === undefined ? {} : { body }) };
    const result = await this.host.request(method, `${this.url}/${path}`, options);
    if (result.kind === "answer") return result;
    return this.#turnOff(result.message);
  }

  /** Several requests may fail at once; the first one tells. */
  #turnOff(reason: string): undefined {
    if (this.#isOff) return undefined;
    this.#isOff = true;
    this.tell(`the build goes on without the cache at ${this.url}: ${reason}`);
    return undefined;
  }
}
