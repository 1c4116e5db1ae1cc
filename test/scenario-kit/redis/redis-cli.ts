/**
 * Asks the Redis or Sentinel of a pod from the pod's vantage, so that a cut network does not blind the test.
 */
import { SetPod } from './set-cluster';
import { run } from '../run-program';

export type Reply = string | number | null | Reply[] | { [key: string]: Reply };

export interface Server<P extends SetPod = SetPod> {
  readonly pod: P;
  readonly port: number;
  readonly password: string;

  /** A process that hangs accepts connections and says nothing. */
  readonly timeoutMs: number;
}

/** One reply per command; every reply must fit in a line of JSON, so no INFO. An error reply throws. */
export async function redisCli({ pod, port, password, timeoutMs }: Server, ...commands: string[]): Promise<Reply[]> {
  const { command, host } = pod.vantage;
  const [program, ...args] = [...command, 'redis-cli', '-h', host, '-p', `${port}`, '--json'];
  const output = await run(program, args, { input: commands.join('\n') + '\n', env: { REDISCLI_AUTH: password }, timeoutMs });
  if (output === '') throw new Error('redis-cli printed nothing');
  return output.trimEnd().split('\n').map(line => {
    if (line.startsWith('error:')) throw new Error(line.slice('error:'.length));
    return JSON.parse(line) as Reply;
  });
}
