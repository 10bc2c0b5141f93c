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

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('This part of the page is outside of ActionsContext.');
  return actions;
}
