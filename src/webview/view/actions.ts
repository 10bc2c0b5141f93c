import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageMessage } from '../../protocol/panel.ts';
import type { PageAction } from '../model/pageState.ts';

/** What parts of the page can do: tell the host, or change what belongs to the page. */
export interface Actions {
  post(message: PageMessage): void;
  dispatch(action: PageAction): void;
}

export const ActionsContext = createContext<Actions | undefined>(undefined);

/** The run that a part of the page tells of; undefined in what belongs to none. */
export const RunContext = createContext<string | undefined>(undefined);

/** Opens a file of the run that this part of the page tells of, at a line from 1. */
export function useOpenFile(): (path: string, line: number) => void {
  const { post } = useActions();
  const of = useContext(RunContext);
  return (path, line) => post({ type: 'openFile', path, line, ...(of !== undefined && { of }) });
}

/** What the page can have its host do. Throws outside of the page's context: a bug. */
export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('This part of the page is outside of ActionsContext.');
  return actions;
}
