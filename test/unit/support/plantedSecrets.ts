/** Made-up secrets of each kind that is withheld, put together here so that no scanner takes them for true ones. */
const letters = 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA';
const hex = '0123456789abcdef0123456789abcdef';
const base64 = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=';

/** Known by their form, wherever they stand. */
export const plantedSecrets: Readonly<Record<string, string>> = {
  openai: ['sk', 'proj', letters].join('-'),
  anthropic: ['sk', 'ant', 'api03', letters].join('-'),
  huggingFace: ['hf', letters].join('_'),
  groq: ['gsk', letters].join('_'),
  replicate: ['r8', letters].join('_'),
  stripe: ['sk', 'live', letters].join('_'),
  stripeWebhook: ['whsec', letters].join('_'),
  github: ['ghp', letters].join('_'),
  githubFineGrained: ['github', 'pat', letters].join('_'),
  githubApp: ['ghs', letters].join('_'),
  gitlab: ['glpat', letters].join('-'),
  gitlabRunner: ['glrt', letters].join('-'),
  aws: ['AKIA', 'ABCDEFGH', '12345678'].join(''),
  awsSession: ['ASIA', 'ABCDEFGH', '12345678'].join(''),
  slack: ['xoxb', '123456789012', letters].join('-'),
  slackApp: ['xapp', '1', 'A0123456789', letters].join('-'),
  google: ['AIza', letters, 'abc'].join(''),
  googleOauthSecret: ['GOCSPX', letters].join('-'),
  googleOauthToken: ['ya29', letters].join('.'),
  azureClientSecret: ['abc', '8Q~', letters, 'xy'].join(''),
  npm: ['npm', letters].join('_'),
  pypi: ['pypi', letters].join('-'),
  rubygems: ['rubygems', hex, hex].join('_').replace(/_(?=[^_]*$)/, ''),
  dockerHub: ['dckr', 'pat', letters].join('_'),
  digitalOcean: ['dop', 'v1', hex + hex].join('_'),
  vault: ['hvs', letters].join('.'),
  databricks: ['dapi', hex].join(''),
  grafana: ['glsa', letters].join('_'),
  sendgrid: ['SG', letters, letters].join('.'),
  mailgun: ['key', hex].join('-'),
  twilio: ['SK', hex].join(''),
  shopify: ['shpat', hex].join('_'),
  square: ['sq0csp', letters].join('-'),
  telegram: ['123456789', `AA${letters}0`].join(':'),
  atlassian: ['ATATT3', letters, letters].join(''),
  linear: ['lin', 'api', letters].join('_'),
  notion: ['ntn', letters].join('_'),
  age: ['AGE', 'SECRET', 'KEY', `1${hex.toUpperCase()}${hex.toUpperCase()}`].join('-'),
  jwt: ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0In0', letters].join('.'),
};

const pem = (kind: string) =>
  [`-----BEGIN ${kind}-----`, base64, base64.toLowerCase(), `-----END ${kind}-----`].join('\n');

/** Known by what stands around them: the text, and what of it may not be shown. */
export const plantedInContext: Readonly<
  Record<string, { readonly text: string; readonly secrets: readonly string[] }>
> = {
  privateKey: { text: pem('RSA PRIVATE KEY'), secrets: [base64, base64.toLowerCase()] },
  sshKey: { text: pem('OPENSSH PRIVATE KEY'), secrets: [base64] },
  pgpKey: { text: pem('PGP PRIVATE KEY BLOCK'), secrets: [base64] },
  endOfKey: { text: pem('EC PRIVATE KEY').split('\n').slice(1).join('\n'), secrets: [base64] },
  puttyKey: { text: `PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 1\n${base64}\n`, secrets: [base64] },
  serviceAccount: {
    text: JSON.stringify({ type: 'service_account', private_key_id: hex, private_key: pem('PRIVATE KEY') }),
    secrets: [base64, hex],
  },
  azureStorage: {
    text: `"DefaultEndpointsProtocol=https;AccountName=app;AccountKey=${base64};EndpointSuffix=core.windows.net"`,
    secrets: [base64],
  },
  azureBus: {
    text: `Endpoint=sb://app.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=${base64}`,
    secrets: [base64],
  },
  azureSas: {
    text: `https://app.blob.core.windows.net/c?sv=2022-11-02&sig=${encodeURIComponent(base64)}&se=2027`,
    secrets: [base64.slice(0, 40)],
  },
  sqlServer: { text: 'Server=db;User Id=app;Password=Tr0ub4dor&3x;Encrypt=true', secrets: ['Tr0ub4dor'] },
  postgresUrl: { text: 'postgres://app:hunter22@db:5432/x', secrets: ['hunter22'] },
  redisUrl: { text: 'redis://:hunter22@cache:6379', secrets: ['hunter22'] },
  basicAuthUrl: { text: 'https://deploy:s3cr3tpw@example.org/repo.git', secrets: ['s3cr3tpw'] },
  basicAuthHeader: { text: `Authorization: Basic ${base64}`, secrets: [base64] },
  bearerHeader: { text: `-H "Authorization: Bearer ${letters}"`, secrets: [letters] },
  curlUser: { text: 'curl -u deploy:hunter22 https://host/', secrets: ['hunter22'] },
  npmrc: { text: `//registry.npmjs.org/:_authToken=${letters}`, secrets: [letters] },
  npmrcUuid: {
    text: '//registry.npmjs.org/:_authToken=3f8e1c2a-1b2c-4d5e-8f90-a1b2c3d4e5f6',
    secrets: ['3f8e1c2a'],
  },
  netrc: { text: 'machine git.example.org login bot password hunter22', secrets: ['hunter22'] },
  kubeconfig: {
    text: `users:\n- user:\n    client-key-data: ${base64}\n    token: ${letters}`,
    secrets: [base64, letters],
  },
  dockerConfig: { text: `{"auths":{"registry":{"auth":"${base64}"}}}`, secrets: [base64] },
  awsSecret: { text: `aws_secret_access_key = ${letters}ABCD/+12`, secrets: [letters] },
  envLine: { text: 'export DB_PASSWORD=hunter22', secrets: ['hunter22'] },
  envToken: { text: `HEROKU_API_KEY=3f8e1c2a-1b2c-4d5e-8f90-a1b2c3d4e5f6`, secrets: ['3f8e1c2a'] },
  quotedPassword: { text: 'password = "hunter22"', secrets: ['hunter22'] },
  camelCase: {
    text: "const dbPassword: string = 'correct.horse';\nconst db = { dbPassword: 'corr3ct.horse' };",
    secrets: ['corr3ct.horse'],
  },
  json: {
    text: '{ "password": "hunter22!", "clientSecret": "a1b2c3d4e5" }',
    secrets: ['hunter22', 'a1b2c3d4e5'],
  },
  escapedJson: { text: String.raw`"{\"password\":\"hunter22\"}"`, secrets: ['hunter22'] },
  escapedCode: { text: JSON.stringify('password = "hunter22"'), secrets: ['hunter22'] },
  yaml: { text: 'db:\n  password: hunt-er22!\n', secrets: ['hunt-er22'] },
  xml: { text: '<password>hunter22</password>', secrets: ['hunter22'] },
  appSettings: { text: '<add key="SmtpPassword" value="hunter22" />', secrets: ['hunter22'] },
  query: { text: `GET /v1?access_token=${letters}&page=2`, secrets: [letters] },
  slackWebhook: {
    text: `https://${['hooks', 'slack', 'com'].join('.')}/services/T0123456/B0123456/${letters}`,
    secrets: [letters],
  },
};
