import type { ModelRequest } from '../model/modelClient.ts';

/** A request as it went out, secrets taken out. */
export interface SentRequest {
  readonly time: number;
  readonly request: ModelRequest;
}

/** What is kept at most: the oldest go first. Steps of one conversation share their texts, so that they weigh little. */
const mostRequests = 400;

/**
 * The requests of this session, in memory alone: prompts hold the user's code, so they are written to no disk, and after
 * a restart they are gone.
 */
export class SentRequests {
  #sent: SentRequest[] = [];

  add(request: ModelRequest, time: number): void {
    this.#sent.push({ time, request });
    if (this.#sent.length > mostRequests) this.#sent = this.#sent.slice(-mostRequests);
  }

  /** Those of a run, or of one of its tasks, oldest first. */
  of(run: string, task?: string): readonly SentRequest[] {
    return this.#sent.filter(
      ({ request }) => request.run === run && (task === undefined || request.task === task),
    );
  }
}
