/** Reads messages with a Content-Length before each, and blanks between them, which TypeScript's server writes. */
export class MessageReader {
  #buffer: Buffer = Buffer.alloc(0);
  readonly #take: (message: unknown) => void;

  constructor(take: (message: unknown) => void) {
    this.#take = take;
  }

  feed(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end === -1) return;
      const header = this.#buffer.toString('latin1', 0, end);
      const length = /Content-Length: (\d+)/i.exec(header)?.[1];
      if (length === undefined) throw new Error(`no length in "${header}"`);
      const start = end + 4;
      const next = start + Number(length);
      if (this.#buffer.length < next) return;
      const text = this.#buffer.toString('utf8', start, next);
      this.#buffer = this.#buffer.subarray(next);
      this.#take(JSON.parse(text));
    }
  }
}
