/**
 * What a cluster has before anybody's manifests: the rights of kube-proxy, and the name service.
 */
import { CLUSTER_DOMAIN, DNS_ADDRESS, DNS_NODE } from './layout';

const NAMESPACE = 'kube-system';
const NAME = 'coredns';
const LABELS = { 'k8s-app': 'kube-dns' };

/** With CoreDNS's usual settings, its 30 s of memory for names that do not exist included. */
const COREFILE = `.:53 {
  errors
  health
  ready
  kubernetes ${CLUSTER_DOMAIN} in-addr.arpa ip6.arpa {
    pods insecure
    ttl 30
  }
  cache 30
  loop
  reload
  loadbalance
}
`;

export const SYSTEM_OBJECTS = [
  binding('kube-proxy', 'system:node-proxier', { kind: 'User', name: 'system:kube-proxy', apiGroup: 'rbac.authorization.k8s.io' }),
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: named() },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: NAME },
    rules: [
      { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
    ],
  },
  binding(NAME, NAME, { kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }),
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: named(), data: { Corefile: COREFILE } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: named(),
    spec: {
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: {
          serviceAccountName: NAME,
          dnsPolicy: 'Default',
          nodeName: DNS_NODE,
          tolerations: [{ operator: 'Exists' }],
          containers: [{
            name: NAME,
            image: 'registry.k8s.io/coredns/coredns:v1.11.1',
            args: ['-conf', '/etc/coredns/Corefile'],
            readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
            volumeMounts: [{ name: 'corefile', mountPath: '/etc/coredns' }],
          }],
          volumes: [{ name: 'corefile', configMap: { name: NAME } }],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: NAMESPACE },
    spec: {
      clusterIP: DNS_ADDRESS,
      selector: LABELS,
      ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, protocol: 'TCP' }],
    },
  },
];

function named() {
  return { name: NAME, namespace: NAMESPACE };
}

function binding(name: string, role: string, subject: object) {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [subject],
  };
}
