/**
 * How a command ends: what it throws is written for the user, its stack is not.
 */

/**
 * Gives `main` the arguments. The exit code is what it gives back, 0 where that is nothing, and 1 after an error.
 *
 * @param name stands before the error, where it does not say itself which command failed
 */
export async function runMain(main: (args: string[]) => Promise<number | void> | number | void, name?: string): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2)) ?? 0;
  } catch (error) {
    const { message } = error as Error;
    console.error(name === undefined ? message : `${name}: ${message}`);
    process.exitCode = 1;
  }
}
