// The certificate that doors with TLS are tested with.
import { readFileSync } from 'node:fs';

const read = (name: string): string => readFileSync(new URL(`../fixtures/${name}.pem`, import.meta.url), 'utf8');

export const certificate = read('certificate');
export const privateKey = read('key');
