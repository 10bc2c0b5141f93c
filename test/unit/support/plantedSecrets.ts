/** Made-up secrets of each kind that is withheld, put together here so that no scanner takes them for true ones. */
const letters = 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA';

export const plantedSecrets: Readonly<Record<string, string>> = {
  openai: ['sk', 'proj', letters].join('-'),
  stripe: ['sk', 'live', letters].join('_'),
  github: ['ghp', letters].join('_'),
  githubFineGrained: ['github', 'pat', letters].join('_'),
  gitlab: ['glpat', letters].join('-'),
  aws: ['AKIA', 'ABCDEFGH', '12345678'].join(''),
  slack: ['xoxb', '123456789012', letters].join('-'),
  google: ['AIza', letters, 'abc'].join(''),
  npm: ['npm', letters].join('_'),
  jwt: ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0In0', letters].join('.'),
};
