import * as vscode from 'vscode';
import { messageOf } from '../../base/messageOf.ts';
import { registerParticipant } from '../agents/chatParticipant.ts';
import { Delegate } from '../agents/delegate.ts';
import { registerDelegateTools } from '../agents/delegateTools.ts';
import { showPriceNotice } from './onFirstUse.ts';
import type { Own } from './own.ts';
import type { Services } from './services.ts';

/** Lets other agents in the editor hand work over, and takes part in the chat. */
export function joinChat(services: Services, own: Own): Delegate {
  const { runs, environment, log, context } = services;
  const delegate = new Delegate({
    ...{ runs, environment },
    onFirstModel: () => void showPriceNotice(services),
    folders: () => vscode.workspace.workspaceFolders ?? [],
  });
  // Where the editor has no chat, the rest works all the same.
  try {
    own(registerDelegateTools(delegate));
    own(registerParticipant(delegate, runs, context.extensionUri));
  } catch (error) {
    log.warn(`Tiercel is not in the chat: ${messageOf(error)}`);
  }
  return delegate;
}
