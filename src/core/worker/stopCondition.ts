import type { ToolCall } from '../model/modelClient.ts';

export const maxSteps = 12;
/** Characters of all tool answers of an attempt together; past it only patch and finish are of use. */
export const maxToolOutputTotal = 160_000;
const repeatsOfALoop = 3;
const invalidStepsInARow = 3;

/** Watches an attempt for signs that going on is of no use. */
export class StopCondition {
  #steps = 0;
  #outputLength = 0;
  #invalidSteps = 0;
  #cutOffs = 0;
  readonly #calls = new Map<string, number>();

  /** Counts a call. The same call three times without an edit between them is a loop. */
  isLoop(call: ToolCall): boolean {
    const key = keyOf(call);
    const times = (this.#calls.get(key) ?? 0) + 1;
    this.#calls.set(key, times);
    return times >= repeatsOfALoop;
  }

  /** After an edit, asking the same again is no repetition. Patches still count: undoing and redoing is a loop. */
  edited(): void {
    for (const key of this.#calls.keys()) if (!key.startsWith('patch')) this.#calls.delete(key);
  }

  answered(length: number): void {
    this.#outputLength += length;
  }

  get outputIsSpent(): boolean {
    return this.#outputLength > maxToolOutputTotal;
  }

  /** Ends a step; true when this was the last invalid one that is borne. */
  stepEnded({ onlyInvalid }: { readonly onlyInvalid: boolean }): 'go' | 'invalid' | 'outOfSteps' {
    this.#steps++;
    this.#invalidSteps = onlyInvalid ? this.#invalidSteps + 1 : 0;
    if (this.#invalidSteps >= invalidStepsInARow) return 'invalid';
    return this.#steps >= maxSteps ? 'outOfSteps' : 'go';
  }

  /** Counts an answer that was cut off; true from the second on. */
  cutOff(): boolean {
    this.#cutOffs++;
    return this.#cutOffs > 1;
  }

  get stepsLeft(): number {
    return maxSteps - this.#steps;
  }
}

function keyOf(call: ToolCall): string {
  switch (call.type) {
    case 'function':
      return `function ${call.name} ${call.arguments}`;
    case 'patchText':
      return `patch ${call.text}`;
    case 'patchOperation':
      return `patch ${JSON.stringify(call.operation)}`;
  }
}
