/**
 * The article's own set as it stands, with its flaws, for comparison and for coming from it: described in our own words in
 * test/article/manifests.ts, completed here by what makes it run.
 *
 * Its flaws: roles are fixed, so what starts as master has whatever its disk has, and a sentinel always starts on the first member; SIGTERM never
 * reaches Redis, because the script that is process 1 does not hand it on; the password stands in a ConfigMap; whoever reaches Sentinel may use it.
 */
import { articleManifests as described } from '../article/manifests';
import { KubeObject } from './kube/manifests';

/** What a container does, by its role: a member keeps its data in a folder of its pod's name, a sentinel needs a configuration that it can write. */
const RUN = `#!/bin/sh
start_sentinel() {
  mkdir -p /etc/redis
  cp /home/redis/sentinel.conf /etc/redis/
  redis-sentinel /etc/redis/sentinel.conf
}

start_member() {
  folder=/home/redis/$(hostname)
  mkdir -p "$folder" /data
  ln -s "$folder" /data/redis
  redis-server "/etc/redis/$1"
}

case $1 in
  sentinel) start_sentinel ;;
  master) start_member redis-master.conf ;;
  *) start_member redis.conf ;;
esac
`;

/** Only for passwords that need no quotes in a configuration file: the article's design has none for them. */
export function articleManifests(password: string): KubeObject[] {
  return described().map(object => object.kind === 'ConfigMap' ? { ...object, data: { ...filesOf(object.data, password), 'run.sh': RUN } } : object);
}

function filesOf(data: Record<string, string[]>, password: string): Record<string, string> {
  const text = (lines: string[]) => lines.map(line => `${line}\n`).join('').replaceAll('PASSWORD', password);
  return Object.fromEntries(Object.entries(data).map(([name, lines]) => [name, text(lines)]));
}
