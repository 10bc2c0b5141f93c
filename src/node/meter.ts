import { inWorkspace, type Ledger } from '../core/ledger/ledger.ts';
import { watchCalls } from '../core/ledger/watchCalls.ts';
import type { TokenCounter } from '../core/ledger/worstCase.ts';
import { createSpanExporter, type SpanExporter } from './otlp/spanExporter.ts';
import { spanOf } from './otlp/spanOf.ts';
import { createTokenCounter } from './tokenizer/tokenCounter.ts';

export interface MeterOptions {
  /** The bundle of tokenizerWorker.ts. */
  readonly tokenizerProgram: string | URL;
  readonly userAgent: string;
  readonly version: string;
  /** Told in a sentence what does not work; nothing is held up by it. */
  readonly onProblem: (message: string) => void;
}

/** What measures the calls of runs, beside the ledger itself. */
export interface Meter {
  readonly countTokens: TokenCounter;
  /**
   * The ledger as the runs of a workspace see it; its calls go as spans to the collector at `otlpEndpoint`, where that
   * is not empty.
   */
  ledgerFor(ledger: Ledger, workspace: string, otlpEndpoint: string): Ledger;
  close(): Promise<void>;
}

/** Starts nothing by itself: the tokenizer's thread comes with the first count, an exporter with its address. */
export function createMeter(options: MeterOptions): Meter {
  const { tokenizerProgram, userAgent, version, onProblem } = options;
  const counter = createTokenCounter({ workerFile: tokenizerProgram, onFailure: onProblem });
  const exporters = new Map<string, SpanExporter>();
  const exporterTo = (endpoint: string) => {
    const known = exporters.get(endpoint);
    const exporter =
      known ??
      createSpanExporter({ endpoint, userAgent, version, onFailure: (message) => onProblem(message) });
    exporters.set(endpoint, exporter);
    return exporter;
  };
  return {
    countTokens: counter.count,
    ledgerFor(ledger, workspace, otlpEndpoint) {
      const own = inWorkspace(ledger, workspace);
      if (otlpEndpoint === '') return own;
      const exporter = exporterTo(otlpEndpoint);
      return watchCalls(own, Date.now, (call) => exporter.add(spanOf(call)));
    },
    async close() {
      counter.dispose();
      await Promise.all([...exporters.values()].map((exporter) => exporter.close()));
    },
  };
}
