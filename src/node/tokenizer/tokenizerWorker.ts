import { parentPort } from 'node:worker_threads';
import ranks from 'gpt-tokenizer/bpeRanks/o200k_base';
import { O200K_TOKEN_SPLIT_REGEX } from 'gpt-tokenizer/encodingParams/constants';
import { pieceCounter } from './countPieces.ts';

// Runs in a thread of its own: the vocabulary takes a while to load, and nothing here may hold up the editor.

export interface CountRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

export interface CountReply {
  readonly id: number;
  readonly counts: readonly number[];
}

const count = pieceCounter(ranks, O200K_TOKEN_SPLIT_REGEX);
parentPort?.on('message', ({ id, texts }: CountRequest) => {
  parentPort?.postMessage({ id, counts: texts.map(count) } satisfies CountReply);
});
