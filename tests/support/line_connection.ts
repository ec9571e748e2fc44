/** Lines of text over a connection. */
export class LineConnection {
  readonly #connection: Deno.Conn;
  readonly #decoder = new TextDecoder();
  #rest = "";

  constructor(connection: Deno.Conn) {
    this.#connection = connection;
  }

  /** The next line without its line break; undefined at the end. */
  async read(): Promise<string | undefined> {
    const buffer = new Uint8Array(1 << 16);
    while (!this.#rest.includes("\n")) {
      const count = await this.#connection.read(buffer);
      if (count === null) return undefined;
      this.#rest += this.#decoder.decode(buffer.subarray(0, count), { stream: true });
    }
    const end = this.#rest.indexOf("\n");
    const line = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end + 1);
    return line;
  }

  /** Writes `line`, which has no line break, and one. */
  async write(line: string): Promise<void> {
    const bytes = new TextEncoder().encode(`${line}\n`);
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#connection.write(bytes.subarray(sent));
    }
  }

  close(): void {
    this.#connection.close();
  }
}
