/**
 * The content security policy of every page in the window. `connect-src` opens exactly two ways out: our own origin
 * (which the main process hands on to the control plane) and the WebSocket of the server's host.
 */
export function buildContentPolicy(serverUrl: URL): string {
  const host = serverUrl.hostname
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src 'self' ws://${host}:* wss://${host}:*`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
