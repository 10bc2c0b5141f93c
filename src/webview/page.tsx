import './panel.css';
import { render } from 'preact';
import * as z from 'zod/mini';
import { hostMessage } from '../protocol/panel.ts';
import { fromKept, type PageAction, reducePage, toKept } from './model/pageState.ts';
import { ActionsContext } from './view/actions.ts';
import { Panel } from './view/panel.tsx';
import { connectToHost } from './vscodeApi.ts';

// The page's content policy allows no code made from strings, which zod would otherwise try.
z.config({ jitless: true });

const host = connectToHost();
const root = document.createElement('div');
root.id = 'panel';
document.body.append(root);

let state = fromKept(host.load());

function dispatch(action: PageAction): void {
  state = reducePage(state, action);
  if (action.type !== 'panel') host.save(toKept(state));
  draw();
}

function draw(): void {
  render(
    <ActionsContext.Provider value={actions}>
      <Panel state={state} />
    </ActionsContext.Provider>,
    root,
  );
}

const actions = { post: host.post, dispatch };

// States are whole, so of those that come within one frame only the last one matters.
let newest: unknown;
let scheduled = false;
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  newest = event.data;
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    const message = hostMessage.safeParse(newest);
    if (message.success) dispatch({ type: 'panel', panel: message.data.state });
    else console.error('A message from the host was not understood.', message.error);
  });
});

draw();
host.post({ type: 'ready' });
