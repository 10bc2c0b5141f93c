/** Whether an error is the system's word on a disk (full, read-only, gone): no bug of ours, and its message says enough. */
export function isSystemError(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** Whether the system says that there is no file of this name. */
export function isMissing(error: unknown): boolean {
  return isSystemError(error) && ['ENOENT', 'ENOTDIR', 'EISDIR'].some((code) => code === error.code);
}
