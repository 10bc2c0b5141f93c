import type { PageMessage } from '../protocol/panel.ts';

/** What VS Code gives to a page in a webview. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The page's way to the host and to what VS Code keeps for it while its view is hidden. */
export interface HostLink {
  post(message: PageMessage): void;
  load(): unknown;
  save(state: unknown): void;
}

/** VS Code hands its API out once per page: call this once. */
export function connectToHost(): HostLink {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    load: () => api.getState(),
    save: (state) => api.setState(state),
  };
}
