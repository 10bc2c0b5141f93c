import path from 'node:path';

/** Where the pictures of these tests go. */
export const shots = path.resolve('out/e2e');
