/**
 * The file of undici that holds what a live run needs. Its index brings fetch, WebSocket, caches and mocks besides, and
 * takes 60 ms longer to load; undici types nothing but the index.
 */
declare module 'undici/lib/dispatcher/agent.js' {
  export { Agent as default } from 'undici';
}
