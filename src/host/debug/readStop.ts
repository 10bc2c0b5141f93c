import path from 'node:path';
import * as vscode from 'vscode';
import { relativePath } from '../workspace/workspaceFolder.ts';
import type { StoppedFrame, StoppedProgram } from './describeStop.ts';
import type { DebuggerStop } from './stops.ts';

/** Bounds on what is asked of a debugger: it answers while the user's program waits. */
const mostFrames = 15;
const framesWithVariables = 3;
const mostVariables = 25;
const sourceLines = 4;
const answerMs = 5_000;

interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source?: { readonly path?: string; readonly name?: string };
}
interface Scope {
  readonly name: string;
  readonly variablesReference: number;
  readonly expensive: boolean;
}
interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
}
interface ExceptionInfo {
  readonly exceptionId?: string;
  readonly description?: string;
  readonly details?: { readonly message?: string; readonly typeName?: string; readonly stackTrace?: string };
}

/** Reads exception, stack and variables of a stopped program. What a debugger can't tell is left out. */
export async function readStop(
  session: vscode.DebugSession,
  stop: DebuggerStop,
  folder: vscode.WorkspaceFolder,
): Promise<StoppedProgram> {
  const { threadId } = stop;
  const info = await ask<ExceptionInfo>(session, 'exceptionInfo', { threadId });
  const answer = await ask<{ stackFrames?: Frame[] }>(session, 'stackTrace', {
    threadId,
    startFrame: 0,
    levels: mostFrames,
  });
  const frames: StoppedFrame[] = [];
  for (const [index, frame] of (answer?.stackFrames ?? []).slice(0, mostFrames).entries())
    frames.push(await readFrame(session, frame, folder, index < framesWithVariables));
  const details = [info?.details?.message, info?.details?.stackTrace].filter((each) => each !== undefined);
  const told = [info?.details?.message, info?.description, stop.text].filter(
    (text) => text && !isGeneral(text),
  );
  const at = frames.find(({ isInWorkspace }) => isInWorkspace) ?? frames[0];
  const where = at === undefined ? '' : ` in ${at.name} (${at.path}:${at.line})`;
  const title = told[0] ?? `${info?.exceptionId ?? stop.reason}${where}`;
  return { title: title.split('\n')[0] ?? '', details: [...new Set(details)], frames };
}

/** What an adapter says of every exception alike. */
const isGeneral = (text: string): boolean => /^paused on\b/i.test(text);

/** Adapters name a source by its path or, where the editor works on another machine, by a uri. */
const uriOf = (place: string): vscode.Uri =>
  /^[a-z][\w+.-]+:\/\//i.test(place) ? vscode.Uri.parse(place) : vscode.Uri.file(place);

async function readFrame(
  session: vscode.DebugSession,
  frame: Frame,
  folder: vscode.WorkspaceFolder,
  withVariables: boolean,
): Promise<StoppedFrame> {
  const place = frame.source?.path;
  const inside =
    place === undefined ? undefined : relativePath(folder, folder.uri.with({ path: uriOf(place).path }));
  const isOwn = inside !== undefined && !inside.split('/').includes('node_modules');
  const lines = isOwn ? await linesOf(vscode.Uri.joinPath(folder.uri, inside)) : [];
  const first = Math.max(frame.line - sourceLines, 1);
  return {
    name: frame.name,
    path: isOwn ? inside : path.basename(place ?? frame.source?.name ?? 'unknown'),
    isInWorkspace: isOwn,
    line: frame.line,
    source: lines.slice(first - 1, frame.line + 2).map((text, index) => ({ line: first + index, text })),
    scopes: withVariables && (isOwn || place === undefined) ? await readScopes(session, frame.id) : [],
  };
}

async function linesOf(uri: vscode.Uri): Promise<readonly string[]> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText().split(/\r?\n/);
  } catch {
    // The debugger names a file that is not there, or is no text.
    return [];
  }
}

async function readScopes(session: vscode.DebugSession, frameId: number): Promise<StoppedFrame['scopes']> {
  const answer = await ask<{ scopes?: Scope[] }>(session, 'scopes', { frameId });
  const scopes = (answer?.scopes ?? []).filter(({ expensive }) => !expensive).slice(0, 3);
  return Promise.all(
    scopes.map(async ({ name, variablesReference }) => {
      const found = await ask<{ variables?: Variable[] }>(session, 'variables', { variablesReference });
      const variables = (found?.variables ?? []).slice(0, mostVariables);
      return { name, variables: variables.map((each) => ({ ...each, type: each.type ?? '' })) };
    }),
  );
}

/** An adapter that does not know a request refuses it, and one that hangs must not hold the user up. */
async function ask<T>(session: vscode.DebugSession, request: string, args: object): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), answerMs);
  try {
    const answer: unknown = await Promise.race([session.customRequest(request, args), late.promise]);
    return typeof answer === 'object' && answer !== null ? (answer as T) : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
