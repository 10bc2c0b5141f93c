import type { FrameLocator, Locator } from 'playwright-core';

/** A run as the panel's page shows it. */
export interface ShownRun {
  readonly title: string;
  readonly state: string;
  readonly message: string;
  readonly cost: string;
  readonly tasks: readonly ShownTask[];
  readonly proposals: readonly ShownProposal[];
}

export interface ShownTask {
  readonly title: string;
  readonly state: string;
  readonly tier: string;
  readonly cost: string;
  readonly note: string;
}

export interface ShownProposal {
  readonly title: string;
  readonly outcome: string;
  readonly evidence: string;
}

/** Does what starts a run, and returns that run as soon as the panel shows it. */
export async function startRun(panel: FrameLocator, start: () => Promise<void>): Promise<Locator> {
  const runs = panel.getByTestId('run');
  const known = await runs.evaluateAll((elements) =>
    elements.map((element) => element.getAttribute('data-run') ?? ''),
  );
  await start();
  const others = known.map((id) => `:not([data-run="${id}"])`).join('');
  const run = panel.locator(`[data-testid="run"]${others}`);
  const id = await run.getAttribute('data-run');
  return panel.locator(`[data-testid="run"][data-run="${id}"]`);
}

export function readRun(run: Locator): Promise<ShownRun> {
  return run.evaluate((element) => {
    const text = (within: Element, selector: string) =>
      (within.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const data = (within: Element | null, name: string) => within?.getAttribute(`data-${name}`) ?? '';
    const all = (id: string) => [...element.querySelectorAll(`[data-testid="${id}"]`)];
    return {
      title: element.getAttribute('aria-label') ?? '',
      state: data(element, 'state'),
      message: text(element, '[data-testid="run-message"]'),
      cost: text(element, '[data-testid="run-cost"]'),
      tasks: all('task').map((task) => ({
        title: text(task, '.task-title'),
        state: data(task, 'state'),
        tier: text(task, '[data-testid="task-tier"]'),
        cost: text(task, '[data-testid="task-cost"]'),
        note: text(task, '.note'),
      })),
      proposals: all('proposal').map((proposal) => ({
        title: proposal.getAttribute('aria-label') ?? '',
        outcome: data(proposal.querySelector('[data-testid="evidence"]'), 'outcome'),
        evidence: text(proposal, '.evidence-summary'),
      })),
    };
  });
}

/**
 * Calls `see` with each state of a run that the panel shows, until the run goes no further by itself; returns the last.
 */
export async function followRun(run: Locator, see: (shown: ShownRun) => void): Promise<ShownRun> {
  for (;;) {
    const before = await run.evaluate((element) => element.textContent ?? '');
    const shown = await readRun(run);
    see(shown);
    if (shown.state !== 'running') return shown;
    await run.evaluate(
      (element, text) =>
        new Promise<void>((resolve) => {
          const changed = () => {
            if (element.textContent === text && element.getAttribute('data-state') === 'running') return;
            observer.disconnect();
            resolve();
          };
          const observer = new MutationObserver(changed);
          observer.observe(element, {
            attributes: true,
            characterData: true,
            childList: true,
            subtree: true,
          });
          changed();
        }),
      before,
    );
  }
}
