/**
 * `npm test`: every layer of the tests, or the ones named as arguments, one after the other, with one count at the end.
 *
 * Goes on after a layer has failed. Exit code: 0 when everything passed, 1 when something did not, 2 for a layer that does not exist.
 */
import { Layer, Outcome } from './layer';
import { selectLayers } from './layers';
import { LayerResult, printHeading, printResult, printSummary, sum } from './report';
import { runMain } from '../shared/run-main';

async function main(names: string[]): Promise<number> {
  let layers: Layer[];
  try {
    layers = selectLayers(names);
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }

  const results: LayerResult[] = [];
  for (const layer of layers) {
    printHeading(layer.name, layer.title);
    const start = performance.now();
    const outcome = await outcomeOf(layer);
    const result = { ...outcome, name: layer.name, seconds: (performance.now() - start) / 1000 };
    printResult(result);
    results.push(result);
  }
  printSummary(results);
  return sum(results, 'failed') === 0 ? 0 : 1;
}

/** A layer that breaks is one that fails: the others still run. */
async function outcomeOf(layer: Layer): Promise<Outcome> {
  try {
    return await layer.run();
  } catch (error) {
    return { passed: 0, failed: 1, message: (error as Error).message };
  }
}

void runMain(main);
