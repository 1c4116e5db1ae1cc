/**
 * The disk of a node: a file system of its own in memory, so that it can be small, full or read-only.
 *
 * These faults are of the file system, not of one mount of it: they reach what running containers have mounted, at once.
 */
import { mkdirSync, readdirSync, rmSync, statfsSync } from 'fs';
import { join } from 'path';
import { pause } from '../pause';
import { run } from '../run-program';

const PAGE = 4096;
const MEBIBYTE = 1024 * 1024;

/** More than any test writes. It costs nothing; a disk without any limit could not be given one later. */
const ROOMY = 65_536 * MEBIBYTE;

/** Between reading how much is used and setting it as the size, somebody may write; during a snapshot a file is open for a while. */
const RETRY_MS = 50;
const ATTEMPTS = 40;

export class Disk {
  public static async create(path: string): Promise<Disk> {
    mkdirSync(path, { recursive: true });
    await run('mount', ['-t', 'tmpfs', '-o', `mode=755,size=${ROOMY}`, 'disk', path]);
    return new Disk(path);
  }

  private size = ROOMY;
  private full = false;
  private readOnly = false;

  private constructor(public readonly path: string) {}

  public async limit(mebibytes: number): Promise<void> {
    const size = mebibytes * MEBIBYTE;
    if (this.used() > size) throw new Error(`${this.path} cannot become ${size} bytes small: ${this.used()} are in use`);
    this.size = size;
    await this.remount();
  }

  /** As if a file had taken all the space that is left: what is deleted from now on can be written again. */
  public async fill(): Promise<void> {
    this.full = true;
    await this.retry(async () => this.remount());
  }

  public async free(): Promise<void> {
    this.full = false;
    await this.remount();
  }

  /** The kernel refuses as long as any process has a file on it open for writing, as redis has its append-only file. */
  public async makeReadOnly(): Promise<void> {
    this.readOnly = true;
    await this.retry(async () => this.remount()).catch(error => {
      this.readOnly = false;
      throw error;
    });
  }

  public async makeWritable(): Promise<void> {
    this.readOnly = false;
    await this.remount();
  }

  /** Deletes everything in a folder, under the feet of whoever uses it; the folder stays. */
  public wipe(folder: string): void {
    const path = join(this.path, folder);
    for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true, force: true });
  }

  /** With all that is on it. */
  public async destroy(): Promise<void> {
    await run('umount', ['--lazy', this.path]);
  }

  private async remount(): Promise<void> {
    const size = this.full ? Math.max(PAGE, this.used()) : this.size;
    await run('mount', ['-o', `remount,${this.readOnly ? 'ro' : 'rw'},size=${size}`, this.path]);
  }

  private used(): number {
    const { blocks, bfree, bsize } = statfsSync(this.path);
    return (blocks - bfree) * bsize;
  }

  private async retry(attempt: () => Promise<void>): Promise<void> {
    for (let count = 1; ; count++) {
      try {
        return await attempt();
      } catch (error) {
        if (count === ATTEMPTS) throw error;
        await pause(RETRY_MS);
      }
    }
  }
}
