// An authorization server on loopback, told by a JSON document in its environment: ports, files,
// and a secret. It is found by RFC 8414 alone, and takes client certificates at a port of their own.
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';

const settings = JSON.parse(process.env.SETTINGS);
const issuer = `https://127.0.0.1:${settings.port}`;
const mutual = `https://127.0.0.1:${settings.mutualPort}`;
const lifetime = 12;
const orders = 'https://orders.example.org';

const client = (id, method, more) => ({
  client_id: id,
  client_secret: method.startsWith('client_secret') ? settings.secret : undefined,
  token_endpoint_auth_method: method,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  ...more,
});

const provider = new Provider(issuer, {
  clients: [
    client('basic', 'client_secret_basic'),
    client('odd: / + % & =', 'client_secret_basic', {
      client_secret: `odd: / + % & = ${settings.secret}`,
    }),
    client('post', 'client_secret_post'),
    client('secret-jwt', 'client_secret_jwt', { token_endpoint_auth_signing_alg: 'HS256' }),
    client('key', 'private_key_jwt', { jwks: settings.keySet }),
    client('certificate', 'tls_client_auth', {
      tls_client_auth_subject_dn: 'CN=agent',
      tls_client_certificate_bound_access_tokens: true,
    }),
    client('rotating', 'none', { grant_types: ['refresh_token', 'authorization_code'],
      response_types: ['code'], redirect_uris: ['https://unused.example.org'] }),
    client('resource-server', 'client_secret_basic', { grant_types: [] }),
  ],
  clientAuthMethods: [
    'client_secret_basic',
    'client_secret_post',
    'client_secret_jwt',
    'private_key_jwt',
    'tls_client_auth',
    'none',
  ],
  discovery: { mtls_endpoint_aliases: { token_endpoint: `${mutual}/token` } },
  enabledJWA: { clientAuthSigningAlgValues: ['HS256', 'RS256', 'PS256', 'ES256'] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
    mTLS: {
      enabled: true,
      tlsClientAuth: true,
      certificateBoundAccessTokens: true,
      getCertificate: (ctx) => ctx.socket.getPeerX509Certificate?.(),
      certificateAuthorized: (ctx) => ctx.socket.authorized,
      certificateSubjectMatches: (ctx, property, expected) =>
        ctx.socket.getPeerX509Certificate().subject === expected,
    },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (ctx, resource) => ({
        audience: resource,
        accessTokenTTL: lifetime,
        scope: resource === orders ? 'read' : '',
      }),
    },
    revocation: { enabled: true },
  },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  rotateRefreshToken: true,
  scopes: ['openid', 'offline_access'],
  ttl: { AccessToken: lifetime, ClientCredentials: lifetime, RefreshToken: 600, Grant: 600 },
});

// What a login would have brought.
async function refreshToken() {
  const found = await provider.Client.find('rotating');
  const scope = 'openid offline_access';
  const grant = new provider.Grant({ accountId: 'ann', clientId: found.clientId });
  grant.addOIDCScope(scope);
  const grantId = await grant.save();
  const token = new provider.RefreshToken({
    client: found, accountId: 'ann', grantId, scope, gty: 'authorization_code',
  });
  return token.save();
}

const answer = provider.callback();

async function serve(request, response) {
  if (request.url === '/login') {
    response.end(JSON.stringify({ refresh_token: await refreshToken() }));
  } else if (request.url === '/.well-known/openid-configuration') {
    response.writeHead(404).end();
  } else {
    request.url = request.url.replace(
      '/.well-known/oauth-authorization-server',
      '/.well-known/openid-configuration',
    );
    answer(request, response);
  }
}

const tls = {
  cert: readFileSync(settings.certificate),
  key: readFileSync(settings.key),
  ca: readFileSync(settings.authority),
};
createServer(tls, serve).listen(settings.port, '127.0.0.1');
createServer({ ...tls, requestCert: true, rejectUnauthorized: false }, serve)
  .listen(settings.mutualPort, '127.0.0.1');
