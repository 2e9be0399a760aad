/**
 * The undici file that a live run needs. The index of undici also loads fetch, WebSocket, caches and mocks, which takes
 * 60 ms more; undici provides types only for the index.
 */
declare module 'undici/lib/dispatcher/agent.js' {
  export { Agent as default } from 'undici';
}
