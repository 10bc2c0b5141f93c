import type {
  AttemptLog,
  AttemptRow,
  ForecastRow,
  History,
  MalformedRow,
} from '../../../src/core/routing/attempts.ts';

/** Remembers what it is told, newest first. */
export class MemoryAttempts implements AttemptLog {
  attempts: readonly AttemptRow[];
  forecasts: readonly ForecastRow[] = [];
  malformed: readonly MalformedRow[] = [];

  constructor(attempts: readonly AttemptRow[] = []) {
    this.attempts = attempts;
  }

  async record(row: AttemptRow): Promise<void> {
    this.attempts = [row, ...this.attempts];
  }

  async recordForecast(row: ForecastRow): Promise<void> {
    this.forecasts = [row, ...this.forecasts.filter(({ run }) => run !== row.run)];
  }

  async recordMalformed(row: MalformedRow): Promise<void> {
    this.malformed = [row, ...this.malformed];
  }

  async history(): Promise<History> {
    return { attempts: this.attempts, forecasts: this.forecasts, malformed: this.malformed };
  }

  async forget(): Promise<void> {
    this.attempts = [];
    this.forecasts = [];
    this.malformed = [];
  }
}
