/** Whether an error is the system's word on a disk (full, read-only, gone): no bug of ours, and its message says enough. */
export function isSystemError(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** Whether the system says that there is no file of this name. */
export function isMissing(error: unknown): boolean {
  return isSystemError(error) && ['ENOENT', 'ENOTDIR', 'EISDIR'].some((code) => code === error.code);
}

/** Whether the system says that this user may not go there. */
export function isForbidden(error: unknown): error is Error & { readonly code: unknown } {
  return isSystemError(error) && ['EACCES', 'EPERM'].some((code) => code === error.code);
}

/** What the system says, without the call and the path that it said it of: "EACCES: permission denied". */
export function systemReason({ message }: Error): string {
  return message.split(', ')[0] ?? message;
}
