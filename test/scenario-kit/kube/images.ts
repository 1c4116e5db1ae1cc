/**
 * Which root file system stands for which image. They are made by ../images/build.sh and unpacked, for this run alone, by run-inside.sh.
 *
 * A scenario picks one by the `image` prop of the library: `image: { name: IMAGES.valkey }`.
 */
import { join } from 'path';

export const IMAGES = {
  /** This machine's Redis, as is every image of a name that is not here. */
  machine: 'redis:machine',
  /** Redis of Debian trixie: 8.0. */
  redis8: 'redis:8-trixie',
  /** Valkey of Debian trixie, 8.1, whose programs are also known by the names of Redis. */
  valkey: 'valkey:trixie',
};

const FOLDER = '/run/failover/images';
const FOLDER_NAMES = new Map(Object.entries(IMAGES).map(([folder, image]) => [image, folder]));

/** The root folder of an image; shared by its containers, which only read it. */
export function rootFsOf(image = IMAGES.machine): string {
  return join(FOLDER, FOLDER_NAMES.get(image) ?? 'machine');
}
