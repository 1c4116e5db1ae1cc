import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

/** The folder of the shell files, at the package's root: the same from src/ and from lib/. */
const RUNTIME_DIR = join(__dirname, '..', '..', '..', 'runtime');

/**
 * The scripts that run inside the containers, by the name under which the ConfigMap mounts them.
 */
export const RUNTIME_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(RUNTIME_DIR).sort().map(file => [file, readFileSync(join(RUNTIME_DIR, file), 'utf8')]),
);

/**
 * Where things are inside the containers.
 */
export const PATHS = {
  config: '/etc/redis',
  data: '/data/redis',
  password: '/etc/redis-auth',
  run: '/run/redis',
} as const;
