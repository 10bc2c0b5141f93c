import * as vscode from 'vscode';
import { messageOf } from '../../base/messageOf.ts';
import type { Log } from '../log.ts';
import type { HunksDecided, RunService } from '../runs/runService.ts';

/** A file before and after an accept, and what was decided with it. */
export interface AcceptedText {
  readonly run: string;
  readonly uri: vscode.Uri;
  readonly before: string;
  readonly after: string;
  readonly decisions: readonly HunksDecided[];
}

/** As far back as people undo; texts are kept whole. */
const mostAccepts = 100;

/** Opens hunks again when the user undoes their accept, so that the panel says what is in the file; redo closes them. */
export class UndoWatch implements vscode.Disposable {
  readonly #accepts: AcceptedText[] = [];
  readonly #listener: vscode.Disposable;

  constructor(runs: Pick<RunService, 'decide'>, log: Pick<Log, 'warn'>) {
    this.#listener = vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
      if (reason === undefined || this.#accepts.length === 0) return;
      const isUndo = reason === vscode.TextDocumentChangeReason.Undo;
      const text = document.getText();
      const accept = this.#accepts.findLast(
        ({ uri, before, after }) =>
          uri.toString() === document.uri.toString() && (isUndo ? before : after) === text,
      );
      if (!accept) return;
      const decision = isUndo ? 'open' : 'accepted';
      const decisions = accept.decisions.map((each) => ({ ...each, decision }) as const);
      runs
        .decide(accept.run, decisions)
        .catch((error: unknown) => log.warn(`What was undone could not be kept: ${messageOf(error)}`));
    });
  }

  remember(accepts: readonly AcceptedText[]): void {
    this.#accepts.push(...accepts);
    this.#accepts.splice(0, this.#accepts.length - mostAccepts);
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
