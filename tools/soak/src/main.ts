// `npm run soak`: prints what came of it, and ends with 1 where something is wrong.
import { readSettings } from './settings.js';
import { soak } from './soak.js';

try {
  const { lines, faults } = await soak(readSettings(process.argv.slice(2)), (line) => console.log(line));
  for (const line of lines) console.log(line);
  for (const fault of faults) console.error(`FAULT: ${fault}`);
  console.log(faults.length === 0 ? 'nothing is wrong' : `${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
