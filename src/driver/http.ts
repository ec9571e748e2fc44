/** Requests to servers, bounded in time and size. */
import type { HttpOptions, HttpResult } from "../base/mod.ts";

/** Asks `url`. Whatever goes wrong is a result, in words. */
export async function request(
  method: "GET" | "PUT",
  url: string,
  { body, timeoutMs, limit }: HttpOptions,
): Promise<HttpResult> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      signal: end.signal,
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
    const bytes = await readBody(response, limit);
    if (bytes === undefined) return { kind: "failed", message: "it sent too much" };
    return { kind: "answer", status: response.status, bytes };
  } catch (error) {
    if (end.signal.aborted) {
      return { kind: "failed", message: `it timed out after ${timeoutMs / 1000} s` };
    }
    // A failure of the network is an error of one of several classes; a bug is none of these.
    const isExpected = error instanceof TypeError || error instanceof Error &&
        /^(?:Http|Connection|BrokenPipe|UnexpectedEof|Interrupted)/.test(error.name);
    if (!isExpected) throw error;
    return { kind: "failed", message: error.message.split("\n")[0] };
  } finally {
    clearTimeout(timer);
  }
}

/** The body, if it has at most `limit` bytes. */
async function readBody(response: Response, limit: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > limit) return undefined; // which ends the stream
    parts.push(part);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
