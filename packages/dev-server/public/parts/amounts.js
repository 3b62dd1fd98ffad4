// Numbers as people read them.

/** @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** @param {number} count */
export function countText(count) {
  return count < 10_000 ? String(count) : `${Math.floor(count / 1000)}k`;
}

/**
 * A span of time, from milliseconds.
 * @param {number} span
 */
export function spanText(span) {
  if (span < 0.95) return `${span.toFixed(2)} ms`;
  if (span < 100) return `${span.toFixed(1)} ms`;
  if (span < 1000) return `${Math.round(span)} ms`;
  if (span < 60_000) return `${(span / 1000).toFixed(2)} s`;
  return secondsText(span);
}

/**
 * The time of day with milliseconds.
 * @param {number} time
 */
export function clockText(time) {
  const date = new Date(time);
  const pad = (/** @type {number} */ value, length = 2) => String(value).padStart(length, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/**
 * A span of time in whole seconds, from milliseconds.
 * @param {number} span
 */
export function secondsText(span) {
  const seconds = Math.max(0, Math.floor(span / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
