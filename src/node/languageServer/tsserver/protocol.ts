/** The parts of tsserver's protocol that are used; lines and offsets count from 1. */
export interface Location {
  readonly line: number;
  readonly offset: number;
}

export interface TsDiagnostic {
  readonly start?: Location;
  readonly end?: Location;
  readonly text: string;
  readonly code?: number;
  readonly category: string;
  /** Where the diagnostic is about a whole project, its configuration's file. */
  readonly fileName?: string;
  readonly relatedInformation?: readonly {
    readonly message: string;
    readonly span?: { readonly start: Location; readonly end: Location; readonly file: string };
  }[];
}

export interface CodeEdit {
  readonly start: Location;
  readonly end: Location;
  readonly newText: string;
}

export interface CodeFixAction {
  readonly description: string;
  readonly fixName: string;
  readonly changes: readonly {
    readonly fileName: string;
    readonly textChanges: readonly CodeEdit[];
    readonly isNewFile?: boolean;
  }[];
  readonly commands?: readonly unknown[];
}

export interface Watcher {
  readonly id: number;
  readonly path: string;
  readonly recursive?: boolean;
}

export type Message =
  | {
      readonly type: 'response';
      readonly request_seq: number;
      readonly success: boolean;
      readonly body?: unknown;
      readonly message?: string;
    }
  | { readonly type: 'event'; readonly event: string; readonly body: unknown };
