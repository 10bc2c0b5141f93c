import type { Proposal } from '../../edit/proposal/proposal.ts';
import { isTouched } from '../state/proposalDecisions.ts';
import type { RunState } from '../state/runState.ts';
import { doneTasks, type Part, withWhatItBuildsOn } from './proposalParts.ts';
import type { Sound } from './together.ts';

/** What is to be looked at. */
interface Queued {
  readonly part: Part;
  /** Set where it is several parts. */
  readonly joined?: Joined;
}

/** The part that fails without the others, and these as they were before. */
interface Joined {
  readonly needing: Part;
  readonly queue: readonly Queued[];
  readonly proposed: readonly Part[];
  readonly sound: readonly Sound[];
}

/** The parts of a run while it is found out which of them stand, and together with what. */
export class PartQueue {
  readonly #state: RunState;
  readonly #queue: Queued[];
  readonly #proposed: Part[] = [];
  readonly #sound: Sound[] = [];

  constructor(state: RunState, parts: readonly Part[]) {
    this.#state = state;
    this.#queue = parts.map((part) => ({ part }));
  }

  /** What is to be looked at next: it is not proposed yet. */
  next(): Queued | undefined {
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const known = this.#proposalOf(next.part);
      if (!known) return next;
      // Another may take its place where it is of these tasks alone and as it was made.
      if (known.tasks.length === next.part.length && !isTouched(known)) this.#proposed.push(next.part);
    }
    return undefined;
  }

  keep(part: Sound): void {
    this.#sound.push(part);
  }

  /** The parts that stand. */
  sound(): readonly Sound[] {
    return this.#sound;
  }

  /** Has a part looked at once more with all that it builds on; false where it is with that already. */
  join({ part, joined }: Queued): boolean {
    const all = [
      ...this.#queue.map((each) => each.part),
      ...this.#proposed,
      ...this.#sound.map(({ group }) => group),
    ];
    const taken = new Set(withWhatItBuildsOn(this.#state, part, all));
    if (taken.size === 0) return false;
    const whole = new Set([part, ...taken].flat());
    this.#queue.unshift({
      part: doneTasks(this.#state).filter((task) => whole.has(task)),
      joined: {
        needing: joined?.needing ?? part,
        queue: [...(joined?.queue ?? []), ...takeOut(this.#queue, (each) => taken.has(each.part))],
        proposed: [...(joined?.proposed ?? []), ...takeOut(this.#proposed, (each) => taken.has(each))],
        sound: [...(joined?.sound ?? []), ...takeOut(this.#sound, ({ group }) => taken.has(group))],
      },
    });
    return true;
  }

  /** Whether a part was joined with what is shown as verified. */
  hasVerified({ proposed }: Joined): boolean {
    return proposed.some((part) => this.#proposalOf(part)?.verdict.outcome === 'passed');
  }

  /** Has parts that were joined as they were before, but for the one that does not stand without the others. */
  separate({ queue, proposed, sound }: Joined): void {
    this.#queue.unshift(...queue);
    this.#proposed.push(...proposed);
    this.#sound.push(...sound);
  }

  /** What the tasks of a part are proposed in already. */
  #proposalOf(part: Part): Proposal | undefined {
    const ids = part.map(({ task }) => task.id);
    return this.#state.proposals.find(
      ({ alternative, tasks }) => !alternative && ids.every((id) => tasks.includes(id)),
    );
  }
}

function takeOut<T>(list: T[], isTaken: (each: T) => boolean): readonly T[] {
  const taken = list.filter(isTaken);
  list.splice(0, list.length, ...list.filter((each) => !isTaken(each)));
  return taken;
}
