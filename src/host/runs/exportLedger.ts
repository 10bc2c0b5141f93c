import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import type { RunResources } from './runResources.ts';

/** Writes all calls of the ledger to a file that the user picks: CSV, or JSON by the file's name. */
export async function exportLedger(resources: Pick<RunResources, 'ledger'>): Promise<void> {
  const ledger = await resources.ledger();
  if (!ledger) throw new Error('there is no ledger that could be read; the log says why');
  const target = await vscode.window.showSaveDialog({
    title: 'Export Ledger',
    saveLabel: 'Export',
    filters: { CSV: ['csv'], JSON: ['json'] },
  });
  if (!target) return;
  const { exportCalls } = await import('../../core/ledger/exportCalls.ts');
  const format = /\.json$/i.test(target.path) ? 'json' : 'csv';
  await pipeline(Readable.from(exportCalls(ledger, format)), createWriteStream(target.fsPath));
  const open = 'Open';
  const chosen = await vscode.window.showInformationMessage('The ledger was exported.', open);
  if (chosen === open) await vscode.window.showTextDocument(target);
}
