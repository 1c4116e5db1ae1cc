/**
 * Looks a program up as a shell would.
 */
import { accessSync, constants, existsSync } from 'fs';
import { delimiter, isAbsolute, join } from 'path';

/**
 * The path of a program that can be run, if there is one. An absolute path stands for itself, whatever is there.
 */
export function findProgram(program: string): string | undefined {
  if (isAbsolute(program)) return existsSync(program) ? program : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map(folder => join(folder, program)).find(path => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
