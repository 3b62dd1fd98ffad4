// Starts the demo as the environment says, and ends it when asked to.
import { startDemo } from './server.js';
import { readSettings, SettingError, type Settings } from './settings.js';

/** Explains in one sentence why it cannot start. */
function explain(error: unknown, settings?: Settings): string {
  if (error instanceof SettingError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  const where = `${settings?.host}:${settings?.port}`;
  if (code === 'EADDRINUSE') return `${where} is taken: stop what listens there, or choose another PORT.`;
  if (code === 'EACCES') return `${where} may not be listened on: choose a PORT over 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${settings?.host} is no address of this machine: choose another HOST.`;
  return message;
}

let settings: Settings | undefined;
try {
  settings = readSettings(process.env);
  const demo = await startDemo(settings);
  const stop = (): void => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    void demo.stop();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  // Only now: who starts it may stop it as soon as it reads this.
  console.log(`Listening on ${demo.url} (sockets: /echo and /chat/:room). Ctrl-C stops it.`);
} catch (error) {
  console.error(explain(error, settings));
  process.exitCode = 1;
}
