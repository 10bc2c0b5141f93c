import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { inTurn } from '../../base/inTurn.ts';
import { messageOf } from '../../base/messageOf.ts';
import { Throttle } from '../../base/throttle.ts';
import type { ProblemsView } from '../../protocol/problems.ts';
import type { Log } from '../log.ts';
import type { RunService } from '../runs/runService.ts';
import type { ReadViews } from './groupViews.ts';
import type { ProblemGroups } from './problemGroups.ts';

export interface PanelProblemsOptions {
  readonly groups: ProblemGroups;
  readonly viewsOf: ReadViews;
  readonly runs: RunService;
  readonly log: Log;
  readonly send: (problems: ProblemsView) => Promise<void>;
}

/** How often the page is sent them at most (milliseconds). */
const sendMs = 250;

/** Sends the page the groups of problems while it shows them: nobody else needs them worked out. */
export class PanelProblems implements Disposable {
  readonly #options: PanelProblemsOptions;
  readonly #disposables = new DisposableStore();
  readonly #throttle: Throttle;
  #isShown = false;

  constructor(options: PanelProblemsOptions) {
    this.#options = options;
    const send = inTurn(
      () => this.#send(),
      (error) => options.log.warn(`Problems could not be grouped: ${messageOf(error)}`),
    );
    this.#throttle = this.#disposables.add(new Throttle(sendMs, send));
    this.#disposables.add(options.groups.onChange(() => this.update()));
    this.#disposables.add(
      options.runs.onChange(({ event }) => {
        if (event === undefined || event.type.startsWith('run-')) this.update();
      }),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Told by the page when it begins to show them, and when it ends. */
  show(isShown: boolean): void {
    this.#isShown = isShown;
    this.update();
  }

  update(): void {
    if (this.#isShown) this.#throttle.ask();
  }

  async #send(): Promise<void> {
    const { groups, viewsOf, send } = this.#options;
    await send({ groups: [...(await viewsOf(await groups.all()))] });
  }
}
