import { fixFailingTest, fixProblems, type Say } from './mainJob.ts';
import { openWorkbench } from './workbench.ts';

export interface DemonstrationOptions {
  readonly folder: string;
  readonly vsix: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly shots: string;
  readonly say: Say;
  /** The files that have errors, one for each error. */
  readonly errors: readonly string[];
  /** Whether the folder is the sample, whose failing test the request is about. */
  readonly isSample: boolean;
}

/** Does the main job in a VS Code without a window, saying what happens. */
export async function demonstrate(options: DemonstrationOptions): Promise<void> {
  const { say } = options;
  const workbench = await openWorkbench(options);
  try {
    const note = (await workbench.openPanel()).getByTestId('scripted-note');
    if (await note.isVisible()) say(((await note.textContent()) ?? '').replace(/\s+/g, ' ').trim());
    const [first] = options.errors;
    // The picture of the errors is for the sample: what a large workspace shows of its own, and when, is not known.
    if (first !== undefined && options.isSample) {
      await workbench.openFile(first);
      await workbench.waitForErrors(options.errors.length);
      await workbench.shot('before');
    }
    if (first !== undefined) await fixProblems(workbench, say);
    if (options.isSample) await fixFailingTest(workbench, say);
  } catch (error) {
    say(`A picture of where it stopped: ${await workbench.shot('stopped')}`);
    throw error;
  } finally {
    await workbench.close();
  }
}
