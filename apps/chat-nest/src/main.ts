// Starts the chat as the environment says, and has Nest end it when asked to.
import { startChat } from './server.js';
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
  const { app, url } = await startChat(settings);
  // Closes the application at the signal, sockets first, and exits with 0.
  app.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });
  console.log(`Listening on ${url}. Ctrl-C stops it.`);
  if (!settings.isKeyGiven) console.log('Set TOKEN_KEY, and those who are signed in stay so when it starts again.');
} catch (error) {
  console.error(explain(error, settings));
  process.exitCode = 1;
}
