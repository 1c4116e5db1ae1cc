#!/bin/sh
# Process 1 of a node: gives it a root file system of its own over the machine's, a disk and a /run, and keeps containerd, kubelet and
# kube-proxy running in it. The node's power is this process: when it is killed, the kernel ends all of them and their containers.
#
# Called by: node.ts, in new network, mount, pid, uts and ipc namespaces
# Reads:     NODE_NAME, NODE_ADDRESS, NODE_PODS (CIDR), NODE_LABELS, NODE_TAINT  what the node is
#            NODE_FOLDER       holds its disk and its kubeconfigs
#            CLUSTER_PROGRAMS  folder of the Kubernetes programs
#            CLUSTER_IMAGES    folder of image archives; those named in NODE_FOLDER/images are on the node from its first start
#            CLUSTER_CGROUP    parent of the node's cgroups
# Exit code: none, it never ends by itself
set -eu
unset TMPDIR

readonly CNI_PROGRAMS=/usr/lib/cni
readonly CONTAINERD=/run/containerd/containerd.sock
readonly SETTINGS=/etc/lab

enter_root() {
  merged="$NODE_FOLDER/root/merged"
  mkdir -p "$merged" "$NODE_FOLDER/root/upper" "$NODE_FOLDER/root/work"
  mount -t overlay "$NODE_NAME" -o "lowerdir=/,upperdir=$NODE_FOLDER/root/upper,workdir=$NODE_FOLDER/root/work" "$merged"
  # The kernel accepts no overlay, such as a container's files, on top of another one.
  for folder in data var/lib/containerd var/lib/kubelet var/lib/cni; do
    mkdir -p "$NODE_FOLDER/disk/$folder" "$merged/$folder"
    mount --bind "$NODE_FOLDER/disk/$folder" "$merged/$folder"
  done
  mount --rbind /dev "$merged/dev"
  mount --rbind /sys "$merged/sys"
  mount -t proc proc "$merged/proc"
  mount -t tmpfs -o mode=1777 tmp "$merged/tmp"
  mount -t tmpfs -o mode=755 run "$merged/run"
  mkdir -p "$merged$SETTINGS" "$merged$CLUSTER_PROGRAMS" "$merged$CLUSTER_IMAGES"
  mount --bind "$NODE_FOLDER" "$merged$SETTINGS"
  mount --bind "$CLUSTER_PROGRAMS" "$merged$CLUSTER_PROGRAMS"
  mount --bind "$CLUSTER_IMAGES" "$merged$CLUSTER_IMAGES"
  mkdir "$merged/run/old"
  cd "$merged"
  pivot_root . run/old
  cd /
  umount -l /run/old
  rmdir /run/old
  mount --make-shared /
}

name_the_node() {
  hostname "$NODE_NAME"
  echo "$NODE_NAME" >/etc/hostname
  printf '%s\n' '127.0.0.1 localhost' "$NODE_ADDRESS $NODE_NAME" >/etc/hosts
  # Pods ask the cluster's name service; the node itself looks nothing up.
  : >/etc/resolv.conf
  tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id
  # By another one Kubernetes knows that the node was off.
  cat /proc/sys/kernel/random/uuid >/run/boot-id
  mount --bind /run/boot-id /proc/sys/kernel/random/boot_id
}

make_cgroups() {
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then make_cgroups_v2; else make_cgroups_v1; fi
}

# New groups get no processors and memory nodes by themselves.
make_cgroups_v1() {
  for controller in /sys/fs/cgroup/*/; do
    group="$controller$CLUSTER_CGROUP/$NODE_NAME"
    mkdir -p "$group" 2>/dev/null || continue
    for file in cpuset.cpus cpuset.mems; do
      [ ! -e "$group/$file" ] || for folder in "$controller$CLUSTER_CGROUP" "$group"; do cat "$controller$file" >"$folder/$file"; done
    done
  done
}

# New groups get no controllers by themselves.
make_cgroups_v2() {
  mkdir -p "/sys/fs/cgroup/$CLUSTER_CGROUP/$NODE_NAME"
  for folder in /sys/fs/cgroup "/sys/fs/cgroup/$CLUSTER_CGROUP"; do
    echo '+cpuset +cpu +io +memory +pids' >"$folder/cgroup.subtree_control"
  done
}

write_configuration() {
  mkdir -p /etc/cni/net.d
  # Each pod is routed by itself, without a bridge: what one pod of a node says to another through a Service passes kube-proxy's rules as well.
  cat >/etc/cni/net.d/pods.conflist <<JSON
{ "cniVersion": "0.4.0", "name": "pods", "plugins": [ { "type": "ptp",
  "ipam": { "type": "host-local", "subnet": "$NODE_PODS", "routes": [ { "dst": "0.0.0.0/0" } ] } } ] }
JSON
  cat >/etc/containerd.toml <<TOML
version = 2
[grpc]
  address = "$CONTAINERD"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.9"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$CNI_PROGRAMS"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
TOML
  # Several kubelets share this machine's memory and disk: none of them may evict or clean up because of what the others use.
  cat >/etc/kubelet.yaml <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: { anonymous: { enabled: true }, webhook: { enabled: false } }
authorization: { mode: AlwaysAllow }
cgroupDriver: cgroupfs
cgroupRoot: /$CLUSTER_CGROUP/$NODE_NAME
clusterDNS: [10.96.0.10]
clusterDomain: cluster.local
containerRuntimeEndpoint: unix://$CONTAINERD
enforceNodeAllocatable: []
evictionHard: { memory.available: "0%", nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%" }
failSwapOn: false
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
oomScoreAdj: 0
YAML
  # The limits of connection tracking are this machine's.
  cat >/etc/kube-proxy.yaml <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: { kubeconfig: $SETTINGS/kube-proxy.kubeconfig }
clusterCIDR: 10.244.0.0/16
conntrack: { maxPerCore: 0, min: 0, tcpCloseWaitTimeout: 0s, tcpEstablishedTimeout: 0s }
mode: iptables
oomScoreAdj: 0
YAML
}

# Starts a program, and starts it again when it has ended, as an init system would.
keep_running() {
  while true; do
    "$@" || echo "node-init.sh: $1 ended with $?"
    sleep 1
  done
}

# What a registry would give, from the first start on.
import_images() {
  until ctr --address "$CONTAINERD" version >/dev/null 2>&1; do sleep 0.1; done
  [ ! -e "$SETTINGS/disk/imported" ] || return 0
  while read -r image; do
    ctr --address "$CONTAINERD" --namespace k8s.io images import "$CLUSTER_IMAGES/$image.tar" >/dev/null
  done <"$SETTINGS/images"
  : >"$SETTINGS/disk/imported"
}

main() {
  enter_root
  name_the_node
  make_cgroups
  write_configuration
  keep_running containerd --config /etc/containerd.toml --log-level warn &
  import_images
  keep_running "$CLUSTER_PROGRAMS/kubelet" --config /etc/kubelet.yaml --kubeconfig "$SETTINGS/kubelet.kubeconfig" --node-ip "$NODE_ADDRESS" \
    --hostname-override "$NODE_NAME" --node-labels "$NODE_LABELS" --register-with-taints "$NODE_TAINT" &
  keep_running "$CLUSTER_PROGRAMS/kube-proxy" --config /etc/kube-proxy.yaml --hostname-override "$NODE_NAME" &
  # Orphans of the node end up here.
  while true; do wait; done
}

main
