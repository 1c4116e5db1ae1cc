/**
 * The source of an app that makes given objects with the classes that cdk8s-plus-28 generates from the Kubernetes API, and with nothing else.
 */

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Fields that are number or string, for which the generated classes want an object. */
const UNIONS: Record<string, string> = {
  maxSurge: 'IntOrString',
  maxUnavailable: 'IntOrString',
  targetPort: 'IntOrString',
  sizeLimit: 'Quantity',
};

/** Fields that the generated classes spell in their own way. */
const SPELT: Record<string, string> = { clusterIP: 'clusterIp', setHostnameAsFQDN: 'setHostnameAsFqdn' };

/** @param resolve where a module is, since the app lies in a folder of its own */
export function l1App(objects: KubeObject[], chart: string, resolve: (module: string) => string): string {
  return [
    `const { App, Chart } = require(${JSON.stringify(resolve('cdk8s'))});`,
    `const { k8s } = require(${JSON.stringify(resolve('cdk8s-plus-28'))});`,
    'const app = new App();',
    `const chart = new Chart(app, ${JSON.stringify(chart)});`,
    ...objects.map(({ apiVersion: _, kind, ...props }, index) => `new k8s.Kube${kind}(chart, '${index}', ${literal(props)});`),
    'app.synth();',
  ].join('\n');
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([key, field]) => `${JSON.stringify(SPELT[key] ?? key)}: ${union(key, field) ?? literal(field)}`).join(', ')} }`;
}

function union(key: string, field: unknown): string | undefined {
  if (UNIONS[key] === undefined) return undefined;
  return `k8s.${UNIONS[key]}.from${typeof field === 'number' ? 'Number' : 'String'}(${JSON.stringify(field)})`;
}
