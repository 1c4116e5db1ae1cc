/**
 * A local Maven repository of our own: what the tests put there under our own names must not meet a user's other projects in ~/.m2.
 */
import { homedir } from 'os';
import { join } from 'path';

export const MAVEN_CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-redis-sentinel-hostpath', 'maven');
