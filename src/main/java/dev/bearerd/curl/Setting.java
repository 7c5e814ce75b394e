package dev.bearerd.curl;

/** What an option of curl gives at most once; a later one replaces it. */
enum Setting {
  USER,
  INSECURE,
  CA_FILE,
  CERTIFICATE,
  KEY,
  PROXY,
  PROXY_USER,
  TIMEOUT,
  OUTPUT
}
