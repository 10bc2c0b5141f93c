// What the thread of an index runs: its own bundle, started by threadedIndex.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { FolderIndex } from './folderIndex.ts';
import type { FromIndexThread, IndexThreadData, ToIndexThread } from './indexMessages.ts';

const port = parentPort;
if (port === null) throw new Error('This runs in a worker thread alone.');

const index = new FolderIndex(workerData as IndexThreadData);
const running = new Map<number, AbortController>();
const send = (message: FromIndexThread): void => port.postMessage(message);

port.on('message', (message: ToIndexThread) => {
  switch (message.type) {
    case 'find': {
      const { id, query, limit, context } = message;
      const cancel = new AbortController();
      running.set(id, cancel);
      index
        .find(query, limit, context, cancel.signal)
        .then(
          (files) => send({ type: 'found', id, files }),
          (error: unknown) => send({ type: 'failed', id, message: String(error) }),
        )
        .finally(() => running.delete(id));
      return;
    }
    case 'cancel':
      running.get(message.id)?.abort();
      return;
    case 'close':
      for (const cancel of running.values()) cancel.abort();
      void index.close().finally(() => port.close());
      return;
  }
});
