/** Loaded before a gateway: makes it listen only on loopback, whatever address it asks for. */
import net from 'node:net';

// A gateway that returns an error's stack would reveal folder names of this machine.
Error.stackTraceLimit = 0;

const { listen } = net.Server.prototype;

net.Server.prototype.listen = function listenOnLoopback(...args) {
  const [first] = args;
  const callback = args.find((arg) => typeof arg === 'function');
  if (typeof first === 'object' && first !== null && 'port' in first)
    return listen.call(this, { ...first, host: '127.0.0.1' }, callback);
  if (typeof first === 'number' || typeof first === 'string')
    return listen.call(this, { port: Number(first), host: '127.0.0.1' }, callback);
  return listen.apply(this, args);
};
