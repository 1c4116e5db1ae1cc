/**
 * How large the scripts may grow: see docs/decisions/0018-shell-in-a-configmap.md.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const RUNTIME_DIR = join(__dirname, '..', '..', 'runtime');
const FILES = readdirSync(RUNTIME_DIR).map(name => readFileSync(join(RUNTIME_DIR, name), 'utf8'));

test('all scripts together are far below what kubectl apply can carry', () => {
  expect(FILES.reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThan(96 * 1024);
});

test('each one can be read', () => {
  expect(Math.max(...FILES.map(text => text.split('\n').length))).toBeLessThan(300);
});
