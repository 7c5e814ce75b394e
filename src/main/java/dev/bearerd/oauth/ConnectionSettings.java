package dev.bearerd.oauth;

/** How servers are reached, and what they have to prove. */
public record ConnectionSettings(TlsSettings tls, ProxySettings proxies) {}
