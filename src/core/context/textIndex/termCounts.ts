/** What one file has of each term: how often, and in which of its parts. Used again for the next file. */
export class TermCounts {
  /** By slot, found by the term; a slot with a count of 0 is free. */
  #terms = new Uint32Array(1 << 12);
  #counts = new Uint32Array(1 << 12);
  #parts = new Uint16Array(1 << 12);
  /** The slots that are taken, in the order that they were. */
  #used = new Uint32Array(1 << 11);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(term: number, count: number, parts: number): void {
    const slot = this.#slotOf(term);
    if (this.#counts[slot] === 0) this.#take(slot, term);
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
    this.#parts[slot] = (this.#parts[slot] ?? 0) | parts;
    if (this.#size === this.#used.length) this.#grow();
  }

  /** Adds a term that says no more for being there twice. */
  addOnce(term: number): void {
    if (this.#counts[this.#slotOf(term)] === 0) this.add(term, 1, 0);
  }

  /** Visits each term, and is empty then. */
  drain(visit: (term: number, count: number, parts: number) => void): void {
    for (let k = 0; k < this.#size; k++) {
      const slot = this.#used[k] ?? 0;
      visit(this.#terms[slot] ?? 0, this.#counts[slot] ?? 0, this.#parts[slot] ?? 0);
      this.#counts[slot] = 0;
    }
    this.#size = 0;
  }

  #take(slot: number, term: number): void {
    this.#terms[slot] = term;
    this.#parts[slot] = 0;
    this.#used[this.#size++] = slot;
  }

  #slotOf(term: number): number {
    const mask = this.#terms.length - 1;
    let slot = term & mask;
    while (this.#counts[slot] !== 0 && this.#terms[slot] !== term) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const larger = new TermCounts();
    const size = this.#terms.length * 2;
    larger.#terms = new Uint32Array(size);
    larger.#counts = new Uint32Array(size);
    larger.#parts = new Uint16Array(size);
    larger.#used = new Uint32Array(size / 2);
    this.drain((term, count, parts) => larger.add(term, count, parts));
    this.#terms = larger.#terms;
    this.#counts = larger.#counts;
    this.#parts = larger.#parts;
    this.#used = larger.#used;
    this.#size = larger.#size;
  }
}
